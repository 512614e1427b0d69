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
        let present = try connection.record(key, in: place, now: now, limits: limits)
        var merged = present?.metadata ?? JSONObject()
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
