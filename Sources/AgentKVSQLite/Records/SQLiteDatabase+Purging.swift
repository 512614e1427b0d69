public import AgentKV

extension SQLiteDatabase {
    /// Frees up to `limit` records whose lifetime has ended, whatever namespace they are in, and
    /// returns how many it freed.
    ///
    /// They are absent already: this gives back their space in the file.
    ///
    /// - Complexity: O(log *n*) for each record freed, and O(*m*) in the records with a lifetime.
    @discardableResult
    public func purgeExpired(limit: Int = StoreLimits.purgedEntries) async throws -> Int {
        try limits.checkCount(limit)
        let places = try await read { try $0.placesWithExpired(now: self.clock.now) }
        var count = 0
        for place in places where count < limit {
            let left = limit - count
            count += try await write { try $0.purgeExpired(in: place, limit: left) }
        }
        return count
    }
}

extension Connection {
    /// Returns the namespaces that hold records whose lifetime has ended.
    fileprivate func placesWithExpired(now: DatabaseTime) throws -> [Place] {
        let statement = try statement(
            """
            SELECT DISTINCT instance_id, namespace FROM kv_store INDEXED BY kv_store_expiry
            WHERE expires_at <= ?1
            """
        )
        defer { statement.reset() }
        try statement.bind(now.milliseconds, at: 1)
        var places: [Place] = []
        while try statement.step() {
            places.append(Place(instanceID: statement.text(0), namespace: statement.text(1)))
        }
        return places
    }
}
