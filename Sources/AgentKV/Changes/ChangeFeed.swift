import Synchronization

/// Hands the changes of a store to those who wait for them.
///
/// It may be called under the lock of a table: it waits for nobody, and releases nothing that a
/// caller may have put into the store.
final class ChangeFeed: Sendable {
    /// What resumes a subscriber. It is taken out of the log under the lock, so it is used once.
    typealias Waiter = UnsafeContinuation<Arrival, Never>
    typealias Log = ChangeLog<Waiter>

    /// What a subscriber that waits is told.
    enum Arrival: Sendable {
        /// The change that it waited for.
        case change(StoreChange)
        /// That there is something to find, not before that place.
        case look(from: Int)
        /// That it does not wait any more.
        case over
    }

    struct State {
        var watches: [ByteText: [KeyWatch]] = [:]
        /// What has happened since the first subscriber came.
        var log: Log?
        var isClosed = false
    }

    let state = Lock(State())
    private let observed = Atomic(false)

    /// Whether anybody waits for a change.
    @inline(__always)
    var isObserved: Bool { observed.load(ordering: .relaxed) }

    /// Tells what has happened.
    func publish(_ change: StoreChange) {
        var alarm = Alarm()
        state.withLock { $0.append(change, &alarm) }
        raise(alarm)
    }

    /// Tells what has happened, in order.
    func publish(_ changes: [StoreChange]) {
        var alarm = Alarm()
        state.withLock { state in
            for change in changes { state.append(change, &alarm) }
        }
        raise(alarm)
    }

    /// Tells that anything may have happened.
    func publishUnknown() {
        var alarm = Alarm()
        state.withLock { state in
            alarm.watches = Array(state.watches.values.joined())
            state.log?.appendUnknown(wakes: &alarm.wakes)
        }
        raise(alarm)
    }

    /// Ends all who wait, now and later.
    func close() {
        var alarm = Alarm()
        let watches = state.withLock { state in
            state.isClosed = true
            state.log?.close(wakes: &alarm.wakes)
            return Array(state.watches.values.joined())
        }
        for watch in watches { watch.close() }
        raise(alarm)
    }

    /// Begins to watch a key.
    func watch(_ key: String) -> KeyWatch {
        let watch = KeyWatch(key)
        let isClosed = state.withLock { state in
            if state.isClosed { return true }
            state.watches[ByteText(key), default: []].append(watch)
            note(state)
            return false
        }
        if isClosed { watch.close() }
        return watch
    }

    /// Ends watching a key.
    func end(_ watch: KeyWatch) {
        state.withLock { state in
            let key = ByteText(watch.key)
            state.watches[key]?.removeAll { $0 === watch }
            if state.watches[key]?.isEmpty == true { state.watches[key] = nil }
            note(state)
        }
    }

    /// Lets those who publish know whether anybody is told.
    func note(_ state: State) {
        observed.store(!state.watches.isEmpty || state.log != nil, ordering: .relaxed)
    }
}

extension ChangeFeed.State {
    fileprivate mutating func append(_ change: StoreChange, _ alarm: inout ChangeFeed.Alarm) {
        if !watches.isEmpty, let watches = watches[ByteText(change.key)] {
            for watch in watches { watch.note(change.kind) }
            alarm.watches += watches
        }
        // What an inbox keeps beside a list is nobody else's.
        if log == nil || NoteKey.isNote(change.key) { return }
        log?.append(change, wakes: &alarm.wakes)
        alarm.isLitterFull = (log?.retired.count ?? 0) >= ChangeFeed.mostRetired
    }
}
