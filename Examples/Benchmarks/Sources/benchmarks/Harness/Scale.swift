/// How much work a run does.
struct Scale: Sendable {
    /// Calls in one round of the fast calls.
    let steps: Int
    /// Entries in the subjects that are about many.
    let entries: Int

    static let full = Scale(steps: 100_000, entries: 1_000_000)
    static let quick = Scale(steps: 10_000, entries: 100_000)
}
