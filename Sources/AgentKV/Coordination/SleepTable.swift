/// Those who sleep, and the timers that are set for them: it says what to do, and does nothing.
///
/// A timer cannot be taken back, so there are as few as possible: one is set only for a moment that
/// is earlier than all for which one is set. Whenever one goes off, all who are due wake up, and the
/// next is set unless there is one that goes off in time. Who is cancelled is taken out at once; a
/// timer that nobody waits for any more goes off for nothing.
struct SleepTable<Waiter: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Place {
        let deadline: Instant
        let id: Int
    }

    private var sleepers: [Int: Waiter] = [:]
    /// A binary heap by deadline; in it are also some who are not asleep any more.
    private var places: [Place] = []
    /// When timers go off, the earliest last.
    private(set) var timers: [Instant] = []

    /// How many sleep.
    var count: Int { sleepers.count }

    /// How many places are kept for them.
    var placeCount: Int { places.count }

    /// Adds one who sleeps, under an id that nobody has, and returns when to set a timer for, if at
    /// all.
    ///
    /// - Complexity: O(log *n*).
    mutating func add(_ waiter: Waiter, _ id: Int, until deadline: Instant) -> Instant? {
        sleepers[id] = waiter
        places.append(Place(deadline: deadline, id: id))
        rise(places.count - 1)
        return setTimer()
    }

    /// Takes out one who does not sleep any more; nil if that one has been woken.
    ///
    /// - Complexity: O(1) on average.
    mutating func remove(_ id: Int) -> Waiter? {
        let waiter = sleepers.removeValue(forKey: id)
        if places.count > 32, places.count > 2 * sleepers.count { compact() }
        return waiter
    }

    /// Takes down that a timer has gone off, and returns who is to be woken and when to set the next
    /// timer for, if at all.
    mutating func goOff(_ timer: Instant, now: Instant) -> (due: [Waiter], next: Instant?) {
        if let index = timers.lastIndex(of: timer) { timers.remove(at: index) }
        var due: [Waiter] = []
        while let first = places.first, first.deadline <= now {
            if let waiter = sleepers.removeValue(forKey: first.id) { due.append(waiter) }
            removeFirst()
        }
        return (due, setTimer())
    }

    private mutating func setTimer() -> Instant? {
        while let first = places.first, sleepers[first.id] == nil { removeFirst() }
        guard let first = places.first else { return nil }
        if let earliest = timers.last, earliest <= first.deadline { return nil }
        timers.append(first.deadline)
        return first.deadline
    }

    private mutating func compact() {
        places.removeAll { sleepers[$0.id] == nil }
        // In order of time they are a heap.
        places.sort { $0.deadline < $1.deadline }
    }

    private mutating func rise(_ index: Int) {
        var index = index
        while index > 0, case let parent = (index - 1) / 2,
            places[index].deadline < places[parent].deadline
        {
            places.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func removeFirst() {
        places.swapAt(0, places.count - 1)
        places.removeLast()
        var index = 0
        while case let left = 2 * index + 1, left < places.count {
            let right = left + 1
            let isRight = right < places.count && places[right].deadline < places[left].deadline
            let child = isRight ? right : left
            guard places[child].deadline < places[index].deadline else { return }
            places.swapAt(index, child)
            index = child
        }
    }
}
