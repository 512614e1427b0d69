internal import AgentKV

/// Writing single records. Of the statements of each of these one writes; what fails, fails before.
extension WriteSession {
    /// Sets a record, which takes away the messages of a list that was there, and returns the revision of
    /// this write; a `writer` is noted beside it.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)`` if the instance has been deleted.
    @discardableResult
    func set(
        _ key: String,
        in place: Place,
        to value: WrittenValue,
        lifetime: LifetimeChange,
        by writer: String? = nil
    ) throws -> Revision {
        try prepare(for: .replacement, of: key, in: place)
        return try setRecord(key, in: place, to: value, lifetime: lifetime, by: writer)
    }

    /// Sets a record alone, and returns the revision of this write; a `message` is what has happened to
    /// one of the list that it is.
    func setRecord(
        _ key: String,
        in place: Place,
        to value: WrittenValue,
        lifetime: LifetimeChange,
        by writer: String? = nil,
        message: MessageEvent? = nil
    ) throws -> Revision {
        try announceExpiry(before: key, in: place)
        let revision = try nextRevision()
        let deadline: Int64? =
            if case .lasting(let ttl) = lifetime { now.deadline(after: ttl) } else { nil }
        let isUnchanged = lifetime == .unchanged
        try put(
            value.text,
            at: key,
            in: place,
            revision,
            deadline: deadline,
            keepsDeadline: isUnchanged,
            by: writer
        )
        announceSet(
            key,
            in: place,
            to: .set(value.json),
            lasting: isUnchanged ? .unchanged(at: now.milliseconds) : .until(deadline),
            revision,
            message: message
        )
        return revision
    }

    /// Writes a record with that revision, and with that deadline unless a live one keeps its own.
    ///
    /// A live one keeps id, time of creation, first writer and metadata.
    /// Most writes overwrite: trying this first takes half the time of an `INSERT` that turns out to
    /// be in conflict, and leaves the index of ids alone.
    func put(
        _ text: String,
        at key: String,
        in place: Place,
        _ revision: Revision,
        deadline: Int64?,
        keepsDeadline: Bool,
        by writer: String?
    ) throws {
        note(deadline: deadline)
        func run(_ statement: Statement) throws {
            try statement.bind(key, in: place)
            try statement.bind(text, at: 4)
            try statement.bind(now.milliseconds, at: 5)
            try statement.bind(revision.rawValue, at: 6)
            try statement.bind(writer, at: 7)
            try statement.run()
        }
        let update = try overwriting(keepsDeadline: keepsDeadline)
        if !keepsDeadline { try update.bind(deadline, at: 8) }
        try run(update)
        if connection.changes > 0 { return }
        try require(place.instanceID)
        let insert = try inserting()
        try insert.bind(deadline, at: 8)
        try insert.bind(RecordID.make(for: key, in: place), at: 9)
        try run(insert)
    }

    private func overwriting(keepsDeadline: Bool) throws -> Statement {
        if keepsDeadline {
            return try connection.statement(
                """
                UPDATE kv_store SET value = ?4, updated_at = ?5, revision = ?6, updated_by = ?7
                WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                    AND (expires_at IS NULL OR expires_at > ?5)
                """
            )
        }
        return try connection.statement(
            """
            UPDATE kv_store SET
                value = ?4, updated_at = ?5, revision = ?6, updated_by = ?7, expires_at = ?8
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?5)
            """
        )
    }

    /// Makes a record, also in place of one that has expired.
    private func inserting() throws -> Statement {
        try connection.statement(
            """
            INSERT INTO kv_store (
                instance_id, namespace, key, value, updated_at, revision, updated_by, expires_at,
                id, created_at, created_by
            )
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?5, ?7)
            ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                value = excluded.value, updated_at = excluded.updated_at,
                revision = excluded.revision, updated_by = excluded.updated_by,
                expires_at = excluded.expires_at, id = excluded.id,
                created_at = excluded.created_at, created_by = excluded.created_by, metadata = NULL
            """
        )
    }

    /// Deletes a record, and the messages of the list that it is, and returns whether it was live.
    func delete(_ key: String, in place: Place) throws -> Bool {
        try prepare(for: .replacement, of: key, in: place)
        return try removeRecord(key, in: place)
    }

    /// Deletes a record alone, and returns whether it was live; `kind` is what is told of it, and a
    /// `message` what has happened to one of the list that it was.
    func removeRecord(
        _ key: String,
        in place: Place,
        as kind: StoreChange.Kind = .deleted,
        message: MessageEvent? = nil
    ) throws -> Bool {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        try statement.run()
        guard connection.changes > 0 else {
            add(.change(of: key), in: place)
            return false
        }
        announceGone(key, in: place, kind, try nextRevision(), message: message)
        return true
    }

    /// Gives a live record a lifetime from now, or none, which holds for the messages that are lent from
    /// it too, and returns whether there is one.
    func setLifetime(_ key: String, in place: Place, to ttl: Duration?) throws -> Bool {
        try prepare(for: .lifetime(ttl), of: key, in: place)
        return try setLifetimeOfRecord(key, in: place, to: ttl)
    }

    /// Gives a live record alone a lifetime from now, or none, and returns whether there is one.
    func setLifetimeOfRecord(_ key: String, in place: Place, to ttl: Duration?) throws -> Bool {
        let statement = try connection.statement(
            """
            UPDATE kv_store SET expires_at = ?5
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        let deadline = ttl.flatMap { now.deadline(after: $0) }
        try statement.bind(deadline, at: 5)
        try statement.run()
        guard connection.changes > 0 else { return false }
        add(.lifetime(of: key), in: place)
        note(deadline: deadline)
        announceLifetime(of: key, in: place, until: deadline)
        return true
    }
}
