internal import AgentKV

/// Writing notes, which raises revisions and is announced to nobody.
extension WriteSession {
    /// Sets a note and returns the revision of this write.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)`` if the instance has been deleted.
    func setNote(
        _ key: String,
        in place: Place,
        to value: WrittenValue,
        lifetime: LifetimeChange
    ) throws -> Revision {
        try require(place.instanceID)
        let revision = try nextRevision()
        var deadline: Int64?
        if case .lasting(let ttl) = lifetime { deadline = now.deadline(after: ttl) }
        let statement = try connection.statement(
            """
            INSERT INTO kv_notes (instance_id, namespace, key, value, revision, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                value = ?4, revision = ?5,
                expires_at = iif(?7 AND expires_at > ?8, expires_at, ?6)
            """
        )
        try statement.bind(key, in: place)
        try statement.bind(value.text, at: 4)
        try statement.bind(revision.rawValue, at: 5)
        try statement.bind(deadline, at: 6)
        try statement.bind(lifetime == .unchanged ? 1 : 0, at: 7)
        try statement.bind(now.milliseconds, at: 8)
        try statement.run()
        note(deadline: deadline)
        return revision
    }

    /// Deletes a note, and returns whether it was live.
    func deleteNote(_ key: String, in place: Place) throws -> Bool {
        let statement = try connection.statement(
            """
            DELETE FROM kv_notes
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        try statement.run()
        guard connection.changes > 0 else { return false }
        _ = try nextRevision()
        return true
    }

    /// Gives a live note a lifetime from now, or none, and returns whether there is one.
    func setNoteLifetime(_ key: String, in place: Place, to ttl: Duration?) throws -> Bool {
        let statement = try connection.statement(
            """
            UPDATE kv_notes SET expires_at = ?5
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        let deadline = ttl.flatMap { now.deadline(after: $0) }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        try statement.bind(deadline, at: 5)
        try statement.run()
        guard connection.changes > 0 else { return false }
        note(deadline: deadline)
        return true
    }

    /// Makes a note what an entry says that a store in memory has written down.
    func takeNote(_ entry: PersistedEntry, in place: Place) throws {
        let statement = try connection.statement(
            """
            INSERT OR REPLACE INTO kv_notes
                (instance_id, namespace, key, value, revision, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """
        )
        try statement.bind(entry.key, in: place)
        try statement.bind(entry.json, at: 4)
        try statement.bind(entry.revision.rawValue, at: 5)
        try statement.bind(entry.expiresAt, at: 6)
        try statement.run()
        note(deadline: entry.expiresAt)
    }
}
