public import AgentKV
public import Foundation

/// A value of a user, with what is known of it.
public struct AgentRecord: Sendable, Hashable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue
    /// What was noted beside the value; nil if nothing ever was.
    public let metadata: JSONObject?
    /// When it was first set, to the millisecond; it survives an overwrite.
    public let createdAt: Date
    /// When it was last set, to the millisecond.
    public let updatedAt: Date
    /// The agent that set it first; nil if that was none.
    public let createdBy: String?
    /// The agent that set it last; nil if that was none, but another user of the database.
    public let updatedBy: String?

    /// Creates a record.
    public init(
        key: String,
        value: JSONValue,
        metadata: JSONObject? = nil,
        createdAt: Date,
        updatedAt: Date,
        createdBy: String? = nil,
        updatedBy: String? = nil
    ) {
        self.key = key
        self.value = value
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.createdBy = createdBy
        self.updatedBy = updatedBy
    }
}
