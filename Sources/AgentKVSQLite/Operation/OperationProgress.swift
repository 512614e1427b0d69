/// How far an operation that takes long has come.
public struct OperationProgress: Sendable, Hashable {
    /// What is done, in the unit that the operation names.
    public let completed: Int
    /// What there is to do; nil where that is not known before the end.
    public let total: Int?

    /// Creates a note of how far an operation has come.
    public init(completed: Int, total: Int? = nil) {
        self.completed = completed
        self.total = total
    }
}
