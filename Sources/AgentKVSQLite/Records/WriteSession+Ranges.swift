internal import AgentKV

/// Deleting many records at once.
extension WriteSession {
    /// Deletes the live records whose keys begin with `prefix`, and all that is known of these keys
    /// besides, and returns how many records they were.
    func deleteAll(prefix: String, in place: Place) throws -> Int {
        add(.changeOfAll(prefix: prefix), in: place)
        try removeMetadata(ofKeysWith: prefix, in: place)
        let statement = try connection.statement(
            """
            DELETE FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
                AND (expires_at IS NULL OR expires_at > ?5)
            RETURNING key
            """
        )
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.bind(now.milliseconds, at: 5)
        return try announceAll(statement, in: place, .deleted)
    }

    /// Frees up to `limit` records whose lifetime has ended, the earliest first, and returns how many
    /// they were.
    func purgeExpired(in place: Place, limit: Int) throws -> Int {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key IN (
                SELECT key FROM kv_store
                WHERE +instance_id = ?1 AND +namespace = ?2 AND expires_at <= ?3
                ORDER BY expires_at LIMIT ?4
            )
            RETURNING key
            """
        )
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.bind(now.milliseconds, at: 3)
        try statement.bind(Int64(limit), at: 4)
        return try announceAll(statement, in: place, .expired)
    }

    /// Deletes all records of a namespace, and returns how many of them were live.
    ///
    /// What had expired is told as that.
    func clear(_ place: Place) throws -> Int {
        try announceEndsElsewhere(in: .place(place))
        try freeExpired(in: place)
        let count = try connection.count(in: place, prefix: "", now: now)
        if count > 0 { try announceDeletion(ofAllIn: place) }
        add(.changeOfAll(prefix: ""), in: place)
        try removeMetadata(ofKeysWith: "", in: place)
        let statement = try connection.statement(
            "DELETE FROM kv_store WHERE instance_id = ?1 AND namespace = ?2"
        )
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.run()
        if count > 0 {
            announce(
                .namespaceCleared(instanceID: place.instanceID, namespace: place.namespace),
                try nextRevision()
            )
        }
        return count
    }

    /// Frees all records of a namespace whose lifetime has ended.
    ///
    /// The plus keeps SQLite from going through what has expired elsewhere.
    private func freeExpired(in place: Place) throws {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND +expires_at <= ?3
            RETURNING key
            """
        )
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.bind(now.milliseconds, at: 3)
        _ = try announceAll(statement, in: place, .expired)
    }

    /// Frees all records of an instance whose lifetime has ended.
    func freeExpired(ofInstance id: String) throws {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store WHERE instance_id = ?1 AND +expires_at <= ?2
            RETURNING namespace, key
            """
        )
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        try statement.bind(now.milliseconds, at: 2)
        while try statement.step() {
            let place = Place(instanceID: id, namespace: statement.text(0))
            announceGone(statement.text(1), in: place, .expired, try nextRevision())
        }
    }

    /// Runs a statement that deletes and returns keys, in the order of its answers.
    private func announceAll(
        _ statement: Statement,
        in place: Place,
        _ kind: StoreChange.Kind
    ) throws -> Int {
        defer { statement.reset() }
        var count = 0
        while try statement.step() {
            count += 1
            announceGone(statement.text(0), in: place, kind, try nextRevision())
        }
        return count
    }
}
