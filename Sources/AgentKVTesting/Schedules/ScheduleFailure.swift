/// A schedule under which a scenario failed, and how to see it again.
public struct ScheduleFailure: Error, Sendable {
    /// What decides the schedule.
    public let seed: UInt64
    /// Which task took each step, the tasks being numbered in the order in which they were made.
    public let order: [Int]
    /// What the scenario threw, or that it did not come to an end.
    public let reason: String
}

extension ScheduleFailure: CustomStringConvertible {
    /// Seed, reason, the last steps, and how to replay them.
    public var description: String {
        """
        the schedule of seed \(seed) failed after \(order.count) steps:
        \(reason)
        the tasks that took the last steps: \(order.suffix(40).map(String.init).joined(separator: " "))
        replay: ScheduleExplorer(seeds: \(seed)...\(seed)).run { … }, or the tests with
        AGENTKV_SEED=\(seed)
        """
    }
}
