internal import AgentKV
internal import Foundation

/// Reading what agents have written.
extension Connection {
    /// Returns a live record with its writers.
    func agentRecord(
        _ key: String,
        in place: Place,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> AgentRecord? {
        let statement = try statement(
            """
            SELECT value, metadata, created_at, updated_at, created_by, updated_by FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        guard try statement.step() else { return nil }
        try checkLength(of: 0, in: statement)
        try checkLength(of: 1, in: statement)
        var metadata: JSONObject?
        if !statement.isNull(1),
            case .object(let object) = try statement.json(1, for: key, limits: limits)
        {
            metadata = object
        }
        return AgentRecord(
            key: key,
            value: try statement.json(0, for: key, limits: limits),
            metadata: metadata,
            createdAt: Date(milliseconds: statement.integer(2)),
            updatedAt: Date(milliseconds: statement.integer(3)),
            createdBy: statement.optionalText(4),
            updatedBy: statement.optionalText(5)
        )
    }

    /// Returns all live values of a namespace, in the order of the keys' bytes.
    func values(in place: Place, now: DatabaseTime, limits: StoreLimits) throws -> JSONObject {
        let statement = try statement(
            """
            SELECT key, value FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2
                AND (expires_at IS NULL OR expires_at > ?3)
            ORDER BY key
            """
        )
        defer { statement.reset() }
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.bind(now.milliseconds, at: 3)
        var values = JSONObject()
        while try statement.step() {
            let key = statement.text(0)
            values[key] = try statement.json(1, for: key, limits: limits)
        }
        return values
    }
}
