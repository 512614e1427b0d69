import Synchronization

/// A clock that stands still until a test moves it.
///
/// ```swift
/// let clock = ManualClock()
/// let store = TransientStore(clock: clock)
/// try await store.set("plan", to: "draft", ttl: .seconds(300))
/// clock.advance(by: .seconds(300))
/// #expect(await !store.exists("plan"))
/// ```
///
/// - It moves forward only, and by exactly what it is told.
/// - A task that sleeps on it is resumed when its deadline is reached, or when it is cancelled.
/// - It may be shared by any number of tasks and stores.
public final class ManualClock: Clock, Sendable {
    /// A point in the time of a manual clock.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public var offset: Duration

        /// Creates the instant that lies `offset` after a clock was made.
        public init(offset: Duration = .zero) {
            self.offset = offset
        }

        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        public func duration(to other: Instant) -> Duration {
            other.offset - offset
        }

        public static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private struct State {
        var now = Instant()
        var sleepers:
            [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var nextSleeper = 0
    }

    private let state = Mutex(State())

    /// Creates a clock that stands at zero.
    public init() {}

    public var now: Instant { state.withLock { $0.now } }

    public var minimumResolution: Duration { .nanoseconds(1) }
}

extension ManualClock {
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

    /// Suspends until the clock has been moved to `deadline`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let sleeper = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isDue = state.withLock { state in
                    // Cancelled before it slept, or too late to sleep.
                    if Task.isCancelled || deadline <= state.now { return true }
                    state.sleepers[sleeper] = (deadline, continuation)
                    return false
                }
                guard isDue else { return }
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    continuation.resume()
                }
            }
        } onCancel: {
            let cancelled = state.withLock { $0.sleepers.removeValue(forKey: sleeper) }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }
}
