internal import AgentKV

/// A scenario under one schedule, from its beginning to its end.
struct ScheduleRun {
    let schedule: Schedule
    let passesTime: Bool
    let maximumSteps: Int

    private final class Ending: Sendable {
        let outcome = Lock<Result<Void, any Error>?>(nil)
    }

    /// Runs the scenario on the thread of the caller, and returns the order of its tasks.
    ///
    /// - Throws: ``ScheduleFailure``.
    func run(
        _ scenario: @escaping @Sendable (Schedule) async throws -> Void
    ) throws(ScheduleFailure) -> [Int] {
        let (schedule, ending) = (schedule, Ending())
        let executor = schedule.executor
        let task = Task(executorPreference: executor) {
            let outcome: Result<Void, any Error>
            do {
                try await BackgroundTasks.$executor.withValue(executor) {
                    try await scenario(schedule)
                }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            ending.outcome.withLock { $0 = outcome }
        }
        let steps = step()
        let outcome = ending.outcome.withLock { $0 }
        // What hangs about is let go, as far as that can be.
        task.cancel()
        if outcome == nil { _ = step() }
        switch outcome {
        case .success where steps < maximumSteps: return executor.order
        case .failure(let error): throw failure("\(error)")
        case nil where steps < maximumSteps:
            throw failure("deadlock: no task can go on, and the scenario has not ended")
        default: throw failure("after \(maximumSteps) steps there is no end")
        }
    }

    /// Lets tasks take steps as long as any can, and returns how many they took.
    private func step() -> Int {
        var steps = 0
        while steps < maximumSteps, schedule.executor.step() || passTime() { steps += 1 }
        return steps
    }

    /// Moves the clock to where the next sleep on it ends; false if nobody sleeps.
    private func passTime() -> Bool {
        guard passesTime, let span = schedule.clock.timeToNextWaking else { return false }
        schedule.clock.advance(by: span)
        return true
    }

    private func failure(_ reason: String) -> ScheduleFailure {
        ScheduleFailure(seed: schedule.seed, order: schedule.executor.order, reason: reason)
    }
}

extension ManualClock {
    /// How long it is until the first of the sleepers wakes; nil where nobody sleeps.
    fileprivate var timeToNextWaking: Duration? {
        state.withLock { state in
            state.sleepers.values.map(\.deadline).min().map { state.now.duration(to: $0) }
        }
    }
}
