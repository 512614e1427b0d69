public import Foundation

/// A container of namespaces, which hold records, as in Codebolt's `kvStore`.
public struct Instance: Sendable, Hashable, Codable, Identifiable {
    /// What the instance is known by; it never changes.
    public let id: String
    /// What people call it; unique, except where files of a project, or records that another program
    /// has written, brought namesakes.
    ///
    /// Of namesakes the oldest is found by the name, and each by its id.
    public let name: String
    /// What it is for.
    public let description: String?
    /// How many live records it had when it was read.
    public let recordCount: Int
    /// The namespaces that held a live record when it was read, sorted by their bytes.
    public let namespaces: [String]
    /// When it was made, to the millisecond.
    public let createdAt: Date
    /// When its name or description was last changed, to the millisecond.
    public let updatedAt: Date

    /// Creates the description of an instance.
    public init(
        id: String,
        name: String,
        description: String? = nil,
        recordCount: Int = 0,
        namespaces: [String] = [],
        createdAt: Date,
        updatedAt: Date
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.recordCount = recordCount
        self.namespaces = namespaces
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
