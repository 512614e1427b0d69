internal import AgentKV

extension WriteSession {
    /// Lays metadata over that of a record that has just been set: members of the same name are
    /// replaced, others stay.
    func mergeMetadata(
        _ metadata: JSONObject,
        of key: String,
        in place: Place,
        limits: StoreLimits
    ) throws {
        var merged = try connection.metadata(of: key, in: place, limits: limits) ?? JSONObject()
        for (name, value) in metadata { merged[name] = value }
        let written = try WrittenValue(.object(merged), for: key, limits: limits)
        let statement = try connection.statement(
            """
            UPDATE kv_store SET metadata = ?4
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        try statement.bind(key, in: place)
        try statement.bind(written.text, at: 4)
        try statement.run()
    }
}

extension Connection {
    /// Returns what is noted beside a record that is there.
    fileprivate func metadata(
        of key: String,
        in place: Place,
        limits: StoreLimits
    ) throws -> JSONObject? {
        let statement = try statement(
            """
            SELECT metadata FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        guard case .object(let metadata) = try statement.json(0, for: key, limits: limits) else {
            return nil
        }
        return metadata
    }
}
