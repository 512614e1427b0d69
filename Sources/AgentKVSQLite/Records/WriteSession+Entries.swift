internal import AgentKV

/// Writing single records. Of the statements of each of these one writes; what fails, fails before.
extension WriteSession {
    /// Sets a record and returns the revision of this write; a `writer` is noted beside it.
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
        try announceExpiry(before: key, in: place)
        let revision = try nextRevision()
        let deadline: Int64? =
            if case .lasting(let ttl) = lifetime { now.deadline(after: ttl) } else { nil }
        note(deadline: deadline)
        try run(overwriting(lifetime), key, in: place, to: value, deadline, revision, writer)
        if connection.changes == 0 {
            try require(place.instanceID)
            try run(inserting(), key, in: place, to: value, deadline, revision, writer)
        }
        announceSet(key, in: place, to: value.json, revision)
        return revision
    }

    private func run(
        _ statement: Statement,
        _ key: String,
        in place: Place,
        to value: WrittenValue,
        _ deadline: Int64?,
        _ revision: Revision,
        _ writer: String?
    ) throws {
        try statement.bind(key, in: place)
        try statement.bind(value.text, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        try statement.bind(revision.rawValue, at: 6)
        try statement.bind(deadline, at: 7)
        try statement.bind(writer, at: 8)
        try statement.run()
    }

    /// Overwrites a record: it keeps id, time of creation, first writer and metadata, unless it has
    /// expired.
    ///
    /// Most writes overwrite. Trying this first takes half the time of an `INSERT` that turns out to
    /// be in conflict.
    private func overwriting(_ lifetime: LifetimeChange) throws -> Statement {
        switch lifetime {
        case .endless, .lasting:
            try connection.statement(
                """
                UPDATE kv_store SET
                    value = ?4, updated_at = ?5, revision = ?6, expires_at = ?7,
                    id = iif(expires_at <= ?5, ?6, id),
                    created_at = iif(expires_at <= ?5, ?5, created_at),
                    metadata = iif(expires_at <= ?5, NULL, metadata),
                    created_by = iif(expires_at <= ?5, ?8, created_by), updated_by = ?8
                WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                """
            )
        case .unchanged:
            try connection.statement(
                """
                UPDATE kv_store SET
                    value = ?4, updated_at = ?5, revision = ?6,
                    expires_at = iif(expires_at <= ?5, ?7, expires_at),
                    id = iif(expires_at <= ?5, ?6, id),
                    created_at = iif(expires_at <= ?5, ?5, created_at),
                    metadata = iif(expires_at <= ?5, NULL, metadata),
                    created_by = iif(expires_at <= ?5, ?8, created_by), updated_by = ?8
                WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                """
            )
        }
    }

    /// Makes a record, with the number of the write that makes it for its id.
    private func inserting() throws -> Statement {
        try connection.statement(
            """
            INSERT INTO kv_store (
                instance_id, namespace, key, value, updated_at, id, created_at, revision,
                expires_at, created_by, updated_by
            )
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?6, ?7, ?8, ?8)
            """
        )
    }

    /// Deletes a record, and returns whether it was live; `kind` is what is told of it.
    func delete(
        _ key: String,
        in place: Place,
        as kind: StoreChange.Kind = .deleted
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
        announceGone(key, in: place, kind, try nextRevision())
        return true
    }

    /// Gives a live record a lifetime from now, or none, and returns whether there is one.
    func setLifetime(_ key: String, in place: Place, to ttl: Duration?) throws -> Bool {
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
        return true
    }
}
