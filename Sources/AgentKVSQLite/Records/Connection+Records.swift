internal import AgentKV
internal import Foundation

/// Reading whole records.
extension Connection {
    /// Returns a live record.
    func record(
        _ key: String,
        in place: Place,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> Record? {
        let statement = try statement(
            """
            SELECT instance_id, namespace, key, value, id, created_at, updated_at, expires_at,
                metadata, revision
            FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        return try record(of: statement, key, in: place, now: now, limits: limits)
    }

    /// Returns a live record of an instance that is known by its id or its name.
    ///
    /// One statement reads one moment, without a transaction around it. It does not tell a missing
    /// instance from a missing record.
    func record(
        _ key: String,
        instance: String,
        namespace: String,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> Record? {
        let statement = try statement(
            """
            SELECT instance_id, namespace, key, value, id, created_at, updated_at, expires_at,
                metadata, revision
            FROM kv_store
            WHERE instance_id = coalesce(
                    (SELECT id FROM kv_instances WHERE id = ?1),
                    (SELECT id FROM kv_instances WHERE name = ?1 ORDER BY created_at, id LIMIT 1)
                )
                AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        let place = Place(instanceID: instance, namespace: namespace)
        return try record(of: statement, key, in: place, now: now, limits: limits)
    }

    /// Returns the record that one of the statements above finds.
    private func record(
        of statement: Statement,
        _ key: String,
        in place: Place,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> Record? {
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        guard try statement.step() else { return nil }
        try checkLength(of: 3, in: statement)
        try checkLength(of: 8, in: statement)
        return try statement.record(limits: limits)
    }
}

extension Statement {
    /// The record in a row of its ten columns, in the order in which ``Connection/record`` reads them.
    func record(limits: StoreLimits) throws -> Record {
        let key = text(2)
        var metadata: JSONObject?
        if !isNull(8), case .object(let object) = try json(8, for: key, limits: limits) {
            metadata = object
        }
        return Record(
            id: text(4),
            instanceID: text(0),
            namespace: text(1),
            key: key,
            value: try json(3, for: key, limits: limits),
            createdAt: Date(milliseconds: integer(5)),
            updatedAt: Date(milliseconds: integer(6)),
            expiresAt: deadline(7).map(Date.init(milliseconds:)),
            metadata: metadata,
            revision: Revision(rawValue: integer(9))
        )
    }
}
