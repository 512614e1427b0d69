internal import AgentKV

/// Deleting many notes at once.
extension WriteSession {
    /// Deletes the notes of the keys that begin with `prefix`.
    func deleteNotes(ofKeysWith prefix: String, in place: Place) throws {
        // No key that has notes holds a U+0000, but the key of a note does.
        if prefix.utf8.contains(0) { return }
        let statement = try connection.statement(
            """
            DELETE FROM kv_notes
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
            """
        )
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.run()
        if connection.changes > 0 { _ = try nextRevision() }
    }

    /// Frees up to `limit` notes of a place whose lifetime has ended, the earliest first.
    func purgeNotes(in place: Place, limit: Int) throws {
        let statement = try connection.statement(
            """
            DELETE FROM kv_notes
            WHERE instance_id = ?1 AND namespace = ?2 AND key IN (
                SELECT key FROM kv_notes
                WHERE +instance_id = ?1 AND +namespace = ?2 AND expires_at <= ?3
                ORDER BY expires_at LIMIT ?4
            )
            """
        )
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.bind(now.milliseconds, at: 3)
        try statement.bind(Int64(limit), at: 4)
        try statement.run()
    }

    /// Frees up to `limit` notes whose lifetime has ended, whatever place they are in, the earliest
    /// first, and returns how many it freed.
    func purgeNotes(limit: Int) throws -> Int {
        let statement = try connection.statement(
            """
            DELETE FROM kv_notes WHERE (instance_id, namespace, key) IN (
                SELECT instance_id, namespace, key FROM kv_notes
                WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2
            )
            """
        )
        try statement.bind(now.milliseconds, at: 1)
        try statement.bind(Int64(limit), at: 2)
        try statement.run()
        return connection.changes
    }
}
