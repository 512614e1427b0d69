/// Listings of keys, by ranges of the primary key.
extension Connection {
    /// Returns live keys that begin with `prefix` and come behind `after`, in the order of their
    /// bytes.
    func keys(
        in place: Place,
        prefix: String,
        after: String?,
        limit: Int,
        now: DatabaseTime
    ) throws -> [String] {
        guard limit > 0 else { return [] }
        let statement = try statement(
            """
            SELECT key FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
                AND (expires_at IS NULL OR expires_at > ?5)
                AND (?6 IS NULL OR key > ?6)
            ORDER BY key LIMIT ?7
            """
        )
        defer { statement.reset() }
        // Where the page begins behind the prefix, it also begins there in the index.
        let start = after.map { $0.utf8.lexicographicallyPrecedes(prefix.utf8) ? prefix : $0 }
        try statement.bind(start ?? prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        try statement.bind(after, at: 6)
        try statement.bind(Int64(limit), at: 7)
        var keys: [String] = []
        while try statement.step() { keys.append(statement.text(0)) }
        return keys
    }

    /// Counts the live keys that begin with `prefix`: all that are there, without the dead ones.
    func count(in place: Place, prefix: String, now: DatabaseTime) throws -> Int {
        let statement = try statement(
            """
            SELECT (
                SELECT count(*) FROM kv_store
                WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
            ) - (
                SELECT count(*) FROM kv_store
                WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
                    AND expires_at <= ?5
            )
            """
        )
        defer { statement.reset() }
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        _ = try statement.step()
        return Int(statement.integer(0))
    }
}

extension Statement {
    /// Binds what is greater than every text that begins with `prefix`, and not greater than any
    /// other that is greater than those.
    ///
    /// Behind no prefix at all that is a blob, which SQLite sorts behind every text.
    func bindEnd(ofPrefix prefix: String, at index: Int32) throws {
        var bytes = Array(prefix.utf8)
        guard let last = bytes.popLast() else { return try bindEmptyBlob(at: index) }
        // No byte of UTF-8 is 255. The result need not be UTF-8: it is only compared.
        bytes.append(last + 1)
        try bindText(bytes, at: index)
    }
}
