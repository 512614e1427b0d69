extension TransientStore {
    public nonisolated func performSetLifetime(
        _ key: String,
        to ttl: Duration?
    ) async throws -> Bool {
        var write: BatchNumber = 0
        let isThere = try setDeadlineNow(key, to: deadline(ttl, of: key), .lifetime(ttl), &write)
        if write > 0 { try await settle(write, key) }
        return isThere
    }

    /// Frees up to `limit` entries whose lifetime has ended, those that ended first before the
    /// others (to a millisecond), and returns how many it freed.
    ///
    /// It works in small steps, between which other callers get their turn; a cancelled task ends it
    /// after a step. It does not wait until what it freed is durable.
    ///
    /// - Complexity: O(1) for each entry freed, however many there are in the store.
    public nonisolated func performPurge(limit: Int) async throws -> Int {
        try limits.checkCount(limit)
        try checkOpen()
        return purgeNow(limit: limit)
    }

    private nonisolated func setDeadlineNow(
        _ key: String,
        to deadline: Deadline,
        _ change: KeyChange,
        _ write: inout BatchNumber
    ) throws -> Bool {
        let isThere = withTable(&write) { table in
            table.prepare(for: change, of: key, now: clock)
            let isThere = table.setDeadline(key, to: deadline, now: clock)
            if isThere { table.add(.lifetime(of: key)) }
            return isThere
        }
        if !isThere { try checkAbsent(key) }
        return isThere
    }

    private nonisolated func purgeNow(limit: Int) -> Int {
        var count = 0
        while count < limit {
            var freed: [Remains] = []
            var write: BatchNumber = 0
            let isDone = withTable(&write) {
                $0.isClosed
                    || $0.sweep(
                        now: clock,
                        limit: min(limit - count, Self.step),
                        work: Self.step,
                        remains: &freed
                    )
            }
            count += freed.count
            if isDone || Task.isCancelled { break }
        }
        return count
    }

    /// How many cells are handled while the lock is held: less than a tenth of a millisecond's worth.
    static var step: Int { 200 }
}
