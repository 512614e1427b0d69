package import AgentKV

/// A store that an ``InboxSimulation`` works on, and what can befall it.
package struct SimulatedStore: Sendable {
    /// Closes the store, lets time pass, and opens it again.
    package typealias Restart =
        @Sendable (any KeyValueStore, Duration) async throws -> any KeyValueStore
    /// Sets the time of day.
    package typealias SettingOfDay = @Sendable (any KeyValueStore, Duration) async throws -> Void

    let store: any KeyValueStore
    /// The time that the store lives in.
    let clock: ManualClock
    /// Whether the store does by itself what is due, a moment after the clock has moved.
    var sweeps = false
    var restart: Restart?
    /// Begins an outage of what is below the store, or ends it.
    var setOutage: (@Sendable (Bool) async throws -> Void)?
    /// Sets the time of day forward, or back: then it lets 20 times as much pass, until the time of the
    /// store is the time of day again.
    var setDay: SettingOfDay?
    var cleanUp: @Sendable (any KeyValueStore) async throws -> Void

    /// Describes a store; what cannot befall it is nil.
    package init(
        _ store: any KeyValueStore,
        clock: ManualClock,
        sweeps: Bool = false,
        restart: Restart? = nil,
        setOutage: (@Sendable (Bool) async throws -> Void)? = nil,
        setDay: SettingOfDay? = nil,
        cleanUp: @escaping @Sendable (any KeyValueStore) async throws -> Void = { _ in }
    ) {
        self.store = store
        self.clock = clock
        self.sweeps = sweeps
        self.restart = restart
        self.setOutage = setOutage
        self.setDay = setDay
        self.cleanUp = cleanUp
    }
}
