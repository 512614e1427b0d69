internal import AgentKV

/// Why an import has stopped: a line that cannot be taken.
public struct ImportError: Error, Sendable, Hashable {
    /// The number of the line, from 1 on.
    public let line: Int
    /// The key of the line's record; nil where it tells none.
    public let key: String?
    /// What is wrong with it, in words that a person can act on.
    public let reason: String
    /// How many records had been taken before, in transactions of their own; they stay.
    public let recordsTaken: Int

    /// Creates an error.
    public init(line: Int, key: String? = nil, reason: String, recordsTaken: Int = 0) {
        self.line = line
        self.key = key
        self.reason = reason
        self.recordsTaken = recordsTaken
    }
}

extension ImportError: CustomStringConvertible {
    /// Line, key, reason, and what has been taken.
    public var description: String {
        let record = key.map { ", key \(JSONValue.string($0))" } ?? ""
        return "line \(line)\(record): \(reason); \(recordsTaken) records before it were taken"
    }
}
