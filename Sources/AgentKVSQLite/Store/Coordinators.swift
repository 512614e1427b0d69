internal import AgentKV

/// What the stores of a database's places have in common: one coordinator for each place, however
/// many stores are made of it, and what they have counted.
final class Coordinators: Sendable {
    private struct Entry {
        weak var coordinator: StoreCoordinator?
        weak var counters: StoreCounters?
    }

    private struct State {
        var entries: [Place: Entry] = [:]
        /// At how many entries those are taken away whose coordinator is gone.
        var fullness = 16
        var isClosed = false
        /// The place that was asked for last, and what it has: a transaction asks several times for one
        /// place, and to hash it takes longer than to compare it.
        private var lastPlace: Place?
        private var lastEntry = Entry()

        mutating func coordinator(of place: Place) -> StoreCoordinator? {
            find(place)
            return lastEntry.coordinator
        }

        mutating func counters(of place: Place) -> StoreCounters? {
            find(place)
            return lastEntry.counters
        }

        private mutating func find(_ place: Place) {
            if lastPlace == place { return }
            lastEntry = entries[place] ?? Entry()
            lastPlace = place
        }

        mutating func add(_ entry: Entry, of place: Place) {
            lastPlace = nil
            if entries.count >= fullness {
                entries = entries.filter { $0.value.coordinator != nil }
                fullness = max(entries.count * 2, 16)
            }
            entries[place] = entry
        }
    }

    private let state = Lock(State())
    private let clock: any Clock<Duration>
    private let skipped: SkippedRevisions

    /// Creates coordinators that live in the time of `clock`, of stores that leave out these revisions.
    init(clock: any Clock<Duration>, skipping skipped: SkippedRevisions) {
        self.clock = clock
        self.skipped = skipped
    }

    /// The coordinator and the counters of a place, which are let go when no store holds them any
    /// more.
    func shared(of place: Place) -> (coordinator: StoreCoordinator, counters: StoreCounters) {
        let (shared, isClosed) = state.withLock { state in
            if let entry = state.entries[place], let coordinator = entry.coordinator,
                let counters = entry.counters
            {
                return ((coordinator, counters), false)
            }
            let shared = (StoreCoordinator(clock: clock, skipping: skipped), StoreCounters())
            state.add(Entry(coordinator: shared.0, counters: shared.1), of: place)
            return (shared, state.isClosed)
        }
        if isClosed { shared.0.close() }
        return shared
    }

    /// The coordinator of a place, if a store of it is held.
    func present(of place: Place) -> StoreCoordinator? {
        state.withLock { $0.coordinator(of: place) }
    }

    /// The counters of a place, if a store of it is held.
    func counters(of place: Place) -> StoreCounters? {
        state.withLock { $0.counters(of: place) }
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
