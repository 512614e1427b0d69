internal import AgentKV

/// The way through what is known of messages, in the order in which the records of an export come.
struct ExportedMessages {
    typealias Place = (namespace: String, key: String)

    /// Nil behind the last row; it stands on the next one.
    private var rows: Statement?

    /// Begins with what is known in an instance, or in a namespace of it.
    init(
        of instanceID: String,
        _ namespace: String?,
        on connection: Connection,
        _ limits: StoreLimits
    ) throws {
        let rows =
            if namespace == nil {
                try connection.statement(
                    """
                    SELECT namespace, key, kind, name, value, due_at FROM kv_metadata
                    WHERE instance_id = ?1 ORDER BY namespace, key, kind, name
                    """
                )
            } else {
                try connection.statement(
                    """
                    SELECT namespace, key, kind, name, value, due_at FROM kv_metadata
                    WHERE instance_id = ?1 AND namespace = ?2 ORDER BY key, kind, name
                    """
                )
            }
        try rows.bind(instanceID, at: 1)
        if let namespace { try rows.bind(namespace, at: 2) }
        self.rows = try rows.step() ? rows : nil
    }

    /// Returns the lines of keys before a place, or of all that are left, which have no record.
    mutating func lines(before place: Place?, _ limits: StoreLimits) throws -> [String] {
        var lines: [String] = []
        while let next, place.map({ Self.precedes(next, $0) }) ?? true {
            let line: JSONObject = [
                "namespace": .string(next.namespace), "key": .string(next.key),
                "messages": .array(try parts(at: next, limits)),
            ]
            lines.append(try JSONValue.object(line).text(maximumDepth: limits.lineDepth))
        }
        return lines
    }

    /// Returns what is known at a place, before which nothing is left.
    mutating func parts(at place: Place, _ limits: StoreLimits) throws -> [JSONValue] {
        var parts: [JSONValue] = []
        while let rows, let next, Self.areSame(next, place) {
            parts.append(try rows.messagePart(limits: limits))
            if try !rows.step() { self.rows = nil }
        }
        return parts
    }

    private var next: Place? { rows.map { ($0.text(0), $0.text(1)) } }

    private static func areSame(_ left: Place, _ right: Place) -> Bool {
        left.namespace.utf8.elementsEqual(right.namespace.utf8)
            && left.key.utf8.elementsEqual(right.key.utf8)
    }

    /// Whether a place comes first in the order of the bytes, as SQLite has it.
    private static func precedes(_ left: Place, _ right: Place) -> Bool {
        if left.namespace.utf8.elementsEqual(right.namespace.utf8) {
            return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
        return left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
    }
}
