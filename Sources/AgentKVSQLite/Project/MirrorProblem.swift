/// A file of a project folder that should say what is known of an instance, and does not.
public struct MirrorProblem: Sendable, Hashable {
    /// The path of the file.
    public let path: String
    /// What is wrong with it, in words that a person can act on.
    public let reason: String

    /// Creates a problem.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
