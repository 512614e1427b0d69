import AgentKV

extension ManualClock {
    /// How many tasks sleep on the clock.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves the clock forward, and resumes the tasks whose sleep has ended, earliest first.
    ///
    /// A negative duration moves it nowhere.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: max(duration, .zero))
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for sleeper in due.keys { state.sleepers[sleeper] = nil }
            return due.sorted {
                ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key)
            }
        }
        for (_, sleeper) in due { sleeper.continuation.resume() }
    }

    /// Returns once at least `count` tasks sleep on the clock, or the calling task is cancelled.
    ///
    /// A test that moves the clock for another task calls it first, so that the task is asleep.
    public func waitForSleepers(_ count: Int = 1) async {
        while sleeperCount < count, !Task.isCancelled { await Task.yield() }
    }

    /// Suspends until the clock has been moved to `deadline`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let number = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isAwake = state.withLock { state in
                    // Cancelled before it slept, or too late to sleep.
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.sleepers[number] = Sleeper(
                        deadline: deadline,
                        continuation: continuation
                    )
                    return false
                }
                guard isAwake else { return }
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuation.resume()
                }
            }
        } onCancel: {
            let cancelled = state.withLock { $0.sleepers.removeValue(forKey: number) }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }
}
