internal import AgentKV

/// Writing single records. Each of these is one statement that writes, or fails before it does.
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
        let statement = try upsert(lifetime)
        let revision = try nextRevision()
        try statement.bind(key, in: place)
        try statement.bind(value.text, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        try statement.bind(revision.rawValue, at: 6)
        if case .lasting(let ttl) = lifetime {
            try statement.bind(now.deadline(after: ttl), at: 7)
        } else {
            try statement.bind(nil as Int64?, at: 7)
        }
        try statement.bind(writer, at: 8)
        try statement.run()
        if connection.changes == 0 { throw StoreError.unknownInstance(deleted: place.instanceID) }
        announceSet(key, in: place, to: value.json, revision)
        return revision
    }

    /// What is there keeps id, time of creation and first writer, unless it has expired.
    private func upsert(_ lifetime: LifetimeChange) throws -> Statement {
        switch lifetime {
        case .endless, .lasting:
            try connection.statement(
                """
                INSERT INTO kv_store (
                    instance_id, namespace, key, value, updated_at, id, created_at, revision,
                    expires_at, created_by, updated_by
                )
                SELECT id, ?2, ?3, ?4, ?5, lower(hex(randomblob(16))), ?5, ?6, ?7, ?8, ?8
                FROM kv_instances WHERE id = ?1
                ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                    value = ?4, updated_at = ?5, revision = ?6, expires_at = ?7,
                    id = iif(expires_at <= ?5, excluded.id, id),
                    created_at = iif(expires_at <= ?5, ?5, created_at),
                    metadata = iif(expires_at <= ?5, NULL, metadata),
                    created_by = iif(expires_at <= ?5, ?8, created_by), updated_by = ?8
                """
            )
        case .unchanged:
            try connection.statement(
                """
                INSERT INTO kv_store (
                    instance_id, namespace, key, value, updated_at, id, created_at, revision,
                    expires_at, created_by, updated_by
                )
                SELECT id, ?2, ?3, ?4, ?5, lower(hex(randomblob(16))), ?5, ?6, ?7, ?8, ?8
                FROM kv_instances WHERE id = ?1
                ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                    value = ?4, updated_at = ?5, revision = ?6,
                    expires_at = iif(expires_at <= ?5, NULL, expires_at),
                    id = iif(expires_at <= ?5, excluded.id, id),
                    created_at = iif(expires_at <= ?5, ?5, created_at),
                    metadata = iif(expires_at <= ?5, NULL, metadata),
                    created_by = iif(expires_at <= ?5, ?8, created_by), updated_by = ?8
                """
            )
        }
    }

    /// Deletes a record, and returns whether it was live.
    func delete(_ key: String, in place: Place) throws -> Bool {
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
        guard connection.changes > 0 else { return false }
        announceDeleted(key, in: place, try nextRevision())
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
        try statement.bind(ttl.flatMap { now.deadline(after: $0) }, at: 5)
        try statement.run()
        return connection.changes > 0
    }
}

extension WriteSession {
    func announceSet(_ key: String, in place: Place, to value: JSONValue, _ revision: Revision) {
        announce(
            .recordSet(
                instanceID: place.instanceID,
                namespace: place.namespace,
                key: key,
                value: value
            ),
            revision
        )
    }

    func announceDeleted(_ key: String, in place: Place, _ revision: Revision) {
        announce(
            .recordDeleted(instanceID: place.instanceID, namespace: place.namespace, key: key),
            revision
        )
    }
}
