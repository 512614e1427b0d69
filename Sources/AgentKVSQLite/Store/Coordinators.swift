internal import AgentKV

/// The coordinators of a database's stores: one for each place, however many stores are made of it.
final class Coordinators: Sendable {
    private struct Entry {
        weak var coordinator: StoreCoordinator?
    }

    private struct State {
        var entries: [Place: Entry] = [:]
        /// At how many entries those are taken away whose coordinator is gone.
        var fullness = 16
        var isClosed = false

        mutating func add(_ coordinator: StoreCoordinator, of place: Place) {
            if entries.count >= fullness {
                entries = entries.filter { $0.value.coordinator != nil }
                fullness = max(entries.count * 2, 16)
            }
            entries[place] = Entry(coordinator: coordinator)
        }
    }

    private let state = Lock(State())
    private let clock: any Clock<Duration>

    /// Creates coordinators that live in the time of `clock`.
    init(clock: any Clock<Duration>) {
        self.clock = clock
    }

    /// The coordinator of a place, which is let go when no store holds it any more.
    func coordinator(of place: Place) -> StoreCoordinator {
        let (coordinator, isClosed) = state.withLock { state in
            if let coordinator = state.entries[place]?.coordinator { return (coordinator, false) }
            let coordinator = StoreCoordinator(clock: clock)
            state.add(coordinator, of: place)
            return (coordinator, state.isClosed)
        }
        if isClosed { coordinator.close() }
        return coordinator
    }

    /// The coordinator of a place, if a store of it is held.
    func present(of place: Place) -> StoreCoordinator? {
        state.withLock { $0.entries[place]?.coordinator }
    }

    /// The coordinators that there are, with their places.
    var all: [(place: Place, coordinator: StoreCoordinator)] {
        state.withLock { state in
            state.entries.compactMap { place, entry in
                entry.coordinator.map { (place, $0) }
            }
        }
    }

    /// Ends all who wait, now and later.
    func close() {
        state.withLock { $0.isClosed = true }
        for (_, coordinator) in all { coordinator.close() }
    }
}
