/// What a checkpoint has done with the write-ahead log.
public struct CheckpointResult: Sendable, Hashable {
    /// How many frames, which are pages as written by some commit, the log holds now.
    public let framesInLog: Int
    /// How many of them are in the database file too.
    public let framesWritten: Int

    /// Whether all that has been committed is in the database file.
    public var isComplete: Bool { framesWritten >= framesInLog }

    /// Creates the result of a checkpoint.
    public init(framesInLog: Int, framesWritten: Int) {
        self.framesInLog = framesInLog
        self.framesWritten = framesWritten
    }
}

/// How far a checkpoint goes.
public enum CheckpointMode: String, Sendable, Hashable, CaseIterable {
    /// It writes what it can without waiting for anybody.
    case passive
    /// It waits for readers, as long as the busy timeout says, writes everything and empties the log
    /// file. Writers wait meanwhile.
    case truncate
}
