import Synchronization

/// Those who wait for a message of one inbox, in the order in which they came.
///
/// Only the first looks for messages; when it leaves, with one or without, the next is the first.
final class InboxLine: Sendable {
    private struct State {
        var places: [InboxPlace?] = []
        /// Where the first stands: before it are those who have left.
        var head = 0
    }

    private let state = Lock(State())
    private let occupied = Atomic(false)

    /// Whether anybody waits.
    var isOccupied: Bool { occupied.load(ordering: .relaxed) }

    /// How many wait.
    var count: Int { state.withLock { $0.places.count - $0.head } }

    /// Joins the line at its end.
    func join() -> InboxPlace {
        let place = InboxPlace()
        state.withLock { state in
            state.places.append(place)
            if state.places.count - state.head == 1 { place.becomeFirst() }
            occupied.store(true, ordering: .relaxed)
        }
        return place
    }

    /// Leaves the line, from wherever the place is.
    ///
    /// - Complexity: O(1) on average for the first, O(*n*) for one who gives up earlier.
    func leave(_ place: InboxPlace) {
        state.withLock { state in
            if state.places[state.head] !== place {
                if let index = state.places.firstIndex(where: { $0 === place }) {
                    state.places.remove(at: index)
                }
                return
            }
            state.places[state.head] = nil
            state.head += 1
            if state.head == state.places.count {
                state = State()
                occupied.store(false, ordering: .relaxed)
                return
            }
            if state.head > 32, state.head > state.places.count / 2 {
                state.places.removeFirst(state.head)
                state.head = 0
            }
            state.places[state.head]?.becomeFirst()
        }
    }

    /// Lets the first look again, as a message may come back sooner than it has been told.
    func lookAgain() {
        guard isOccupied else { return }
        state.withLock { state in
            if state.head < state.places.count { state.places[state.head]?.lookAgain() }
        }
    }
}

/// A place in the line.
final class InboxPlace: Sendable {
    private let bell = Bell()
    private let first = Atomic(false)
    private let watch = Lock<KeyWatch?>(nil)

    /// Whether it is the first, and stays so.
    var isFirst: Bool { first.load(ordering: .acquiring) }

    func becomeFirst() {
        first.store(true, ordering: .releasing)
        bell.ring()
    }

    func lookAgain() {
        watch.withLock { $0 }?.ring()
    }

    /// Names what its holder waits on once it is the first.
    func look(at watch: KeyWatch) {
        self.watch.withLock { $0 = watch }
    }

    /// Returns once it may have become the first, or the task is cancelled.
    func wait() async {
        await bell.wait()
    }
}
