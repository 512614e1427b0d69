public import AgentKV
public import Foundation

/// What a query returns of a record: the fields that it selects, and all of them where it selects
/// none.
public struct QueryRecord: Sendable, Hashable {
    /// What the record is known by; present where the query selects nothing in particular.
    public var id: String?
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
    /// What was noted beside the value; present where the query selects nothing in particular.
    public var metadata: JSONObject?
    /// The number of the write that set the record; present where the query selects nothing in
    /// particular.
    public var revision: Revision?

    /// Creates a record without any field.
    public init() {}
}

extension QueryRecord {
    /// The record as JSON: the fields that it has, times as ISO 8601 text in UTC to the
    /// millisecond.
    public var json: JSONObject {
        var object = JSONObject()
        object["id"] = id.map(JSONValue.string)
        object["instanceId"] = instanceID.map(JSONValue.string)
        object["namespace"] = namespace.map(JSONValue.string)
        object["key"] = key.map(JSONValue.string)
        object["value"] = value
        object["createdAt"] = createdAt.map(JSONValue.time)
        object["updatedAt"] = updatedAt.map(JSONValue.time)
        object["expiresAt"] = expiresAt.map(JSONValue.time)
        object["metadata"] = metadata.map(JSONValue.object)
        object["revision"] = revision.map { .integer($0.rawValue) }
        return object
    }
}
