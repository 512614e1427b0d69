public import AgentKV
public import Foundation

/// A value at a key, with all that is known of it.
public struct Record: Sendable, Hashable, Identifiable {
    /// What the record is known by, whatever its key; it survives an overwrite.
    ///
    /// No two records of a database have the same id, and a new record is given none that any record
    /// has had. An import keeps the id of a record that comes back to where it was.
    public let id: String
    /// The id of the instance that it is in.
    public let instanceID: String
    /// The namespace that it is in.
    public let namespace: String
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue
    /// When it was first set, to the millisecond; it survives an overwrite.
    public let createdAt: Date
    /// When it was last set, to the millisecond.
    public let updatedAt: Date
    /// When its lifetime ends, to the millisecond; nil if it does not.
    public let expiresAt: Date?
    /// What was noted beside the value.
    public let metadata: JSONObject?
    /// The number of the write that set it.
    public let revision: Revision

    /// Creates a record.
    public init(
        id: String,
        instanceID: String,
        namespace: String,
        key: String,
        value: JSONValue,
        createdAt: Date,
        updatedAt: Date,
        expiresAt: Date? = nil,
        metadata: JSONObject? = nil,
        revision: Revision
    ) {
        self.id = id
        self.instanceID = instanceID
        self.namespace = namespace
        self.key = key
        self.value = value
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.expiresAt = expiresAt
        self.metadata = metadata
        self.revision = revision
    }
}
