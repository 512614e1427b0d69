internal import AgentKV

/// Reading notes: what an inbox keeps beside a list, in a table of its own.
extension Connection {
    /// Returns a live note.
    func note(
        _ key: String,
        in place: Place,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> Entry<StoreValue>? {
        let statement = try statement(
            """
            SELECT value, expires_at, revision FROM kv_notes
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        guard try statement.step() else { return nil }
        return Entry(
            value: try statement.storedValue(0, for: key, limits: limits),
            revision: Revision(rawValue: statement.integer(2)),
            remainingLifetime: now.remaining(until: statement.deadline(1))
        )
    }

    /// Returns the keys of live notes that begin with `prefix`, in the order of their bytes.
    func noteKeys(
        in place: Place,
        prefix: String,
        limit: Int,
        now: DatabaseTime
    ) throws -> [String] {
        guard limit > 0 else { return [] }
        let statement = try statement(
            """
            SELECT key FROM kv_notes
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
                AND (expires_at IS NULL OR expires_at > ?5)
            ORDER BY key LIMIT ?6
            """
        )
        defer { statement.reset() }
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        try statement.bind(Int64(limit), at: 6)
        var keys: [String] = []
        while try statement.step() { keys.append(statement.text(0)) }
        return keys
    }
}
