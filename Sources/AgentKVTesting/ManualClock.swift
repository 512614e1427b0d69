import AgentKV

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

    struct Sleeper {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    struct State {
        var now = Instant()
        var sleepers: [Int: Sleeper] = [:]
        var nextSleeper = 0
    }

    let state = Lock(State())
    /// What tells the clock from all others.
    let number = Int64.random(in: .min ... .max)

    /// Creates a clock that stands at zero.
    public init() {}

    public var now: Instant { state.withLock { $0.now } }

    public var minimumResolution: Duration { .nanoseconds(1) }
}
