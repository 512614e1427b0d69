/// A history that no order of its calls explains.
public struct LinearizabilityFailure: Error, Sendable {
    /// What decided the calls.
    public let seed: UInt64
    /// The calls on the keys in question, in the order in which they were made: when each was made and
    /// returned, by whom, and what it returned.
    public let history: [String]
    /// The call that could not be placed in the longest order that was found.
    public let stuckAt: String

    init(seed: UInt64, calls: [RecordedCall], stuckAt: RecordedCall) {
        self.seed = seed
        history = calls.map(\.description)
        self.stuckAt = stuckAt.description
    }
}

extension LinearizabilityFailure: CustomStringConvertible {
    /// The history, where the search got stuck, and how to make the same calls again.
    public var description: String {
        """
        no order of these calls (of seed \(seed)) explains what they returned:
        \(history.map { "  \($0)" }.joined(separator: "\n"))
        the call that could not be placed in the longest order found:
          \(stuckAt)
        the same calls, which may meet in another way: LinearizabilityCheck(seed: \(seed)), or the tests
        with AGENTKV_SEED=\(seed)
        """
    }
}
