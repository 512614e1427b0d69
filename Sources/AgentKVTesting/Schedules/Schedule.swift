internal import AgentKV

/// One order of the tasks of a scenario, and what goes with it.
///
/// A scenario gets it from a ``ScheduleExplorer``.
public struct Schedule: Sendable {
    /// What decides the order.
    public let seed: UInt64
    /// The time in which the scenario plays.
    public let clock: ManualClock
    let executor: ScheduleExecutor
    private let choices: SharedChoices

    init(seed: UInt64) {
        self.seed = seed
        clock = ManualClock()
        executor = ScheduleExecutor(seed: seed)
        choices = SharedChoices(seed: seed &+ 1)
    }

    /// Begins a task that nobody has to wait for.
    ///
    /// What a scenario begins with `Task { … }` would run elsewhere, in an order that the seed does
    /// not decide; the tasks of a group, and those begun with `async let`, run here.
    @discardableResult
    public func task<R: Sendable>(
        _ body: @escaping @Sendable () async throws -> R
    ) -> Task<R, any Error> {
        Task(executorPreference: executor) { try await body() }
    }

    /// Returns a number that the seed decides.
    public func random(in range: Range<Int>) -> Int {
        choices.random(in: range)
    }

    /// Returns true once in so many times, on average, as the seed decides.
    public func oneIn(_ times: Int) -> Bool {
        random(in: 0..<times) == 0
    }
}

/// Random numbers for several tasks.
private final class SharedChoices: Sendable {
    private let state: Lock<SplitMix64>

    init(seed: UInt64) {
        state = Lock(SplitMix64(seed: seed))
    }

    func random(in range: Range<Int>) -> Int {
        state.withLock { Int.random(in: range, using: &$0) }
    }
}
