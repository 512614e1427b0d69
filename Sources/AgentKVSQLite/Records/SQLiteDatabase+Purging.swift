public import AgentKV

extension SQLiteDatabase {
    /// Frees up to `limit` records whose lifetime has ended, whatever namespace they are in, the
    /// earliest first, and returns how many it freed.
    ///
    /// They are absent already: this gives back their space in the file. Other writers get their
    /// turn in between. It is for a database that does not do so by itself, see
    /// ``Configuration/sweeps``.
    ///
    /// - Complexity: O(log *n*) for each record freed.
    @discardableResult
    public func purgeExpired(limit: Int = StoreLimits.purgedEntries) async throws -> Int {
        try limits.checkCount(limit)
        var count = 0
        while count < limit {
            let part = min(limit - count, Sweeper.part)
            let freed = try await write { try $0.purgeExpired(limit: part) }
            count += freed
            if freed < part { break }
        }
        try await announceEndsElsewhere()
        return count
    }
}
