internal import AgentKV
internal import Dispatch

/// Runs a scenario in many orders of its tasks, one after the other, each decided by a seed.
///
/// ```swift
/// try await ScheduleExplorer(seeds: 1...1_000).run { schedule in
///     let store = TransientStore(clock: schedule.clock)
///     try await withThrowingTaskGroup { group in
///         for _ in 0..<3 {
///             group.addTask {
///                 await Task.yield()
///                 try await store.increment("runs")
///             }
///         }
///         try await group.waitForAll()
///     }
///     let runs = try await store.get("runs", as: Int.self)
///     if runs != 3 { throw Lost() }
/// }
/// ```
///
/// - Of the tasks that can go on one does, up to the next place where it waits or yields; then the
///   seed decides again. So tasks interleave where they wait: a scenario puts `Task.yield()` between
///   calls that do not.
/// - A failure names the seed, and that seed fails again in the same way.
/// - That no task can go on, and the scenario has not ended, is a failure too.
/// - It decides about the tasks that the scenario makes in groups, with `async let` and with
///   ``Schedule/task(_:)``, and about those of the stores that it makes. Who waits for another
///   thread, as a database does, is none of them: time comes from ``Schedule/clock``.
/// - A scenario throws what is wrong: what a test framework notes in another task than that of the
///   test may get lost.
public struct ScheduleExplorer: Sendable {
    /// What decides the schedules.
    public let seeds: ClosedRange<UInt64>
    /// Whether the clock of a schedule moves to where a sleep ends when no task can go on.
    ///
    /// Otherwise only the scenario moves it, and a task that nobody wakes but the clock is one that
    /// cannot go on.
    public let passesTime: Bool
    /// After how many steps a scenario should have ended.
    public let maximumSteps: Int

    /// Creates an explorer.
    ///
    /// - Parameters:
    ///   - seeds: What decides the schedules, one for each.
    ///   - passesTime: Whether the clock moves when no task can go on.
    ///   - maximumSteps: After how many steps a scenario should have ended.
    public init(
        seeds: ClosedRange<UInt64>,
        passesTime: Bool = false,
        maximumSteps: Int = 100_000
    ) {
        self.seeds = seeds
        self.passesTime = passesTime
        self.maximumSteps = maximumSteps
    }

    /// Runs a scenario under each of the schedules.
    ///
    /// - Parameter scenario: Makes its store, works on it in several tasks, and throws if something
    ///   is wrong.
    /// - Returns: For each seed which task took each step, the tasks being numbered in the order in
    ///   which they were made.
    /// - Throws: ``ScheduleFailure`` for the first schedule that fails; `CancellationError`.
    @discardableResult
    public func run(
        _ scenario: @escaping @Sendable (Schedule) async throws -> Void
    ) async throws -> [[Int]] {
        let thread = DispatchQueue(label: "AgentKVTesting.schedules")
        var orders: [[Int]] = []
        for seed in seeds {
            try Task.checkCancellation()
            let run = ScheduleRun(
                schedule: Schedule(seed: seed),
                passesTime: passesTime,
                maximumSteps: maximumSteps
            )
            // On a thread where no task runs: the tasks of the schedule take their steps there.
            let outcome: Result<[Int], ScheduleFailure> = await withCheckedContinuation { waiter in
                thread.async {
                    do throws(ScheduleFailure) {
                        waiter.resume(returning: .success(try run.run(scenario)))
                    } catch {
                        waiter.resume(returning: .failure(error))
                    }
                }
            }
            orders.append(try outcome.get())
        }
        return orders
    }
}
