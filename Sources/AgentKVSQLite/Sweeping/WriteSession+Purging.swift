internal import AgentKV

/// Freeing what has expired, whatever place it is in.
extension WriteSession {
    /// Frees up to `limit` records whose lifetime has ended, the earliest first, and returns how many
    /// it freed.
    func purgeExpired(limit: Int) throws -> Int {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store WHERE (instance_id, namespace, key) IN (
                SELECT instance_id, namespace, key FROM kv_store
                WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2
            )
            RETURNING instance_id, namespace, key
            """
        )
        defer { statement.reset() }
        try statement.bind(now.milliseconds, at: 1)
        try statement.bind(Int64(limit), at: 2)
        var records = 0
        while try statement.step() {
            let place = Place(instanceID: statement.text(0), namespace: statement.text(1))
            announceGone(statement.text(2), in: place, .expired, try nextRevision())
            records += 1
        }
        return records
    }
}
