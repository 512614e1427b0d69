public import AgentKV
public import Foundation

/// What a query returns of a record: the fields that it selects, and all of them where it selects
/// none.
public struct QueryRecord: Sendable, Hashable {
    /// The id of the instance; present where the query selects nothing in particular.
    public var instanceID: String?
    /// The namespace.
    public var namespace: String?
    /// The key.
    public var key: String?
    /// The value; where parts of it were selected, an object that holds only those.
    public var value: JSONValue?
    /// When the record was first set.
    public var createdAt: Date?
    /// When the record was last set.
    public var updatedAt: Date?
    /// When the record's lifetime ends; nil also if it does not.
    public var expiresAt: Date?

    /// Creates a record without any field.
    public init() {}
}

extension QueryRecord {
    /// The record as JSON: the fields that it has, times as ISO 8601 text in UTC to the
    /// millisecond.
    public var json: JSONObject {
        var object = JSONObject()
        object["instanceId"] = instanceID.map(JSONValue.string)
        object["namespace"] = namespace.map(JSONValue.string)
        object["key"] = key.map(JSONValue.string)
        object["value"] = value
        object["createdAt"] = createdAt.map(Self.time)
        object["updatedAt"] = updatedAt.map(Self.time)
        object["expiresAt"] = expiresAt.map(Self.time)
        return object
    }

    private static func time(_ date: Date) -> JSONValue {
        .string(ISO8601.text(milliseconds: date.milliseconds))
    }
}
