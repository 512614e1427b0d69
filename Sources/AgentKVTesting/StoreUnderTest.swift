public import AgentKV

/// How to make the stores that a ``StoreCheck`` or a ``StoreSimulation`` works on.
///
/// ```swift
/// extension StoreUnderTest {
///     static let transient = StoreUnderTest { clock in
///         TransientStore(clock: clock, sweeps: false)
///     }
/// }
/// ```
///
/// Each run makes a clock and a store of its own, so runs do not disturb one another and tests can
/// go in parallel.
public struct StoreUnderTest: Sendable {
    /// The step of time that the store knows: lifetimes are rounded up to it.
    public let resolution: Duration
    /// Whether the store frees expired entries when nobody asks it to, so that a purge may find
    /// fewer than have expired.
    public let freesByItself: Bool
    let makeStore: @Sendable (ManualClock) async throws -> any KeyValueStore
    let cleanUp: @Sendable (any KeyValueStore) async throws -> Void

    /// Describes a store.
    ///
    /// - Parameters:
    ///   - resolution: The step of time that the store knows: 1 ns for one in memory.
    ///   - freesByItself: Whether the store frees expired entries when nobody asks it to.
    ///   - makeStore: Makes an empty store that lives in the time of the clock. A clock stands at a
    ///     whole number of seconds when it is handed over.
    ///   - cleanUp: Takes away what a store leaves behind; called after each run, also a failed one.
    public init(
        resolution: Duration = .nanoseconds(1),
        freesByItself: Bool = false,
        makeStore: @escaping @Sendable (ManualClock) async throws -> any KeyValueStore,
        cleanUp: @escaping @Sendable (any KeyValueStore) async throws -> Void = { _ in }
    ) {
        self.resolution = resolution
        self.freesByItself = freesByItself
        self.makeStore = makeStore
        self.cleanUp = cleanUp
    }

    /// Runs `body` on a new store, and cleans up behind it.
    func withStore(
        _ body: (any KeyValueStore, TrialTime) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let store = try await makeStore(clock)
        do {
            try await body(store, TrialTime(clock: clock, subject: self))
        } catch {
            try? await cleanUp(store)
            throw error
        }
        try await cleanUp(store)
    }
}

/// The time that a store under test lives in, for a check to move.
struct TrialTime: Sendable {
    let clock: ManualClock
    let subject: StoreUnderTest

    /// Lets time pass.
    func pass(_ duration: Duration) {
        clock.advance(by: duration)
    }

    /// Lets a lifetime that begins now come to its last nanosecond.
    func pass(toLastMomentOf ttl: Duration) {
        pass(ttl - .nanoseconds(1))
    }

    /// Lets a lifetime that begins now end, rounded up as the store may round it.
    func pass(toEndOf ttl: Duration) {
        pass(ttl + subject.resolution - .nanoseconds(1))
    }

    /// Lets the rest of a lifetime pass after ``pass(toLastMomentOf:)``.
    func passLastMoment() {
        pass(subject.resolution)
    }
}
