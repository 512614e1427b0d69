import Synchronization

/// Hands the changes of a store to those who wait for them.
///
/// Telling it of a change (``note(_:)-(StoreChange)``) is done under the lock of a table: it waits for
/// nobody, and releases nothing that a caller may have put into the store. Those who have to be woken
/// are woken when that lock is free again (``wake()``): waking a task takes longer than a write, and
/// the first thing that it does may be to ask for the lock.
final class ChangeFeed: Sendable {
    /// What resumes a subscriber: it is taken out of the log under the lock, so it is used once.
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
        var writeWatches: [ByteText: [WriteWatch]] = [:]
        /// What has happened since the first subscriber came.
        var log: Log?
        /// Who is to be woken.
        var alarm = Alarm()
        /// Whether somebody has been asked to release old changes.
        var isReleasing = false
        var isClosed = false
    }

    let state = Lock(State())
    let background: BackgroundTasks
    let skipped: SkippedRevisions
    private let observed = Atomic(false)
    private let watchedForWrites = Atomic(false)
    private let alarmed = Atomic(false)

    init(
        _ background: BackgroundTasks = BackgroundTasks(),
        skipping skipped: SkippedRevisions = SkippedRevisions()
    ) {
        self.background = background
        self.skipped = skipped
    }

    /// Whether anybody waits for a change.
    @inline(__always)
    var isObserved: Bool { observed.load(ordering: .relaxed) }

    /// Whether anybody watches who writes a key: while nobody does, no request need be noted.
    @inline(__always)
    var isWatchedForWrites: Bool { watchedForWrites.load(ordering: .relaxed) }

    /// Wakes those who are to be woken for what has been noted, if there are any.
    @inline(__always)
    func wakeAlarmed() {
        if alarmed.load(ordering: .relaxed) { wake() }
    }

    /// Notes what has happened; ``wake()`` has to follow.
    func note(_ change: StoreChange) {
        mutate(alarming: true) { $0.append(change) }
    }

    /// Notes what has happened, in order; ``wake()`` has to follow.
    func note(_ changes: [StoreChange]) {
        mutate(alarming: true) { state in
            for change in changes { state.append(change) }
        }
    }

    /// Tells what has happened, in order.
    func publish(_ changes: [StoreChange]) {
        note(changes)
        wake()
    }

    /// Notes that a key has another deadline, which is no change of it; ``wake()`` has to follow.
    ///
    /// Those who watch the key look again.
    func noteLifetimeChange(of key: String) {
        mutate(alarming: true) { state in
            if let watches = state.watches[ByteText(key)] { state.alarm.watches += watches }
        }
    }

    /// Tells that anything may have happened, up to a revision.
    func publishUnknown(upTo revision: Revision? = nil) {
        mutate(alarming: true) { state in
            state.alarm.watches += state.watches.values.joined()
            state.log?.appendUnknown(upTo: revision, wakes: &state.alarm.wakes)
        }
        wake()
    }

    /// Ends all who wait, now and later.
    func close() {
        let watches = mutate(alarming: true) { state in
            state.isClosed = true
            state.log?.close(wakes: &state.alarm.wakes)
            return Array(state.watches.values.joined())
        }
        for watch in watches { watch.close() }
        wake()
    }

    /// Begins to watch a key.
    func watch(_ key: String) -> KeyWatch {
        let watch = KeyWatch(key)
        let isClosed = mutate { state in
            if !state.isClosed { state.watches[ByteText(key), default: []].append(watch) }
            return state.isClosed
        }
        if isClosed { watch.close() }
        return watch
    }

    /// Ends watching a key.
    func end(_ watch: KeyWatch) {
        mutate { state in
            let key = ByteText(watch.key)
            state.watches[key]?.removeAll { $0 === watch }
            if state.watches[key]?.isEmpty == true { state.watches[key] = nil }
        }
    }

    /// Wakes those who are to be woken for what has been noted.
    ///
    /// What values take that only their own code can tell is found out here, while no lock is held.
    func wake() {
        var alarm = takeAlarm()
        raise(alarm)
        while !alarm.chores.isEmpty {
            let sizes = alarm.chores.compactMap { chore -> (place: Int, bytes: Int)? in
                guard case .measure(let value, let place) = chore else { return nil }
                return (place, value.measuredBytes())
            }
            if sizes.isEmpty { return }
            state.withLock { $0.weigh(sizes) }
            alarm = takeAlarm()
            raise(alarm)
        }
    }

    private func takeAlarm() -> Alarm {
        var alarm = Alarm()
        state.withLock { state in
            swap(&alarm, &state.alarm)
            alarmed.store(false, ordering: .relaxed)
        }
        return alarm
    }

    /// Changes the state, and lets those who publish know whether anybody is told or to be woken.
    @discardableResult
    func mutate<R: Sendable>(alarming: Bool = false, _ body: (inout State) -> R) -> R {
        state.withLock { state in
            defer {
                if !alarming {
                    let isWatched = !state.writeWatches.isEmpty
                    watchedForWrites.store(isWatched, ordering: .relaxed)
                    observed.store(
                        isWatched || !state.watches.isEmpty || state.log != nil,
                        ordering: .relaxed
                    )
                } else if !state.alarm.isEmpty {
                    alarmed.store(true, ordering: .relaxed)
                }
            }
            return body(&state)
        }
    }
}

extension ChangeFeed.State {
    fileprivate mutating func append(_ change: StoreChange) {
        if !watches.isEmpty, let watches = watches[ByteText(change.key)] {
            alarm.watches += watches
        }
        if !writeWatches.isEmpty { noteWriting(of: change.key, change.kind, change.revision) }
        if log == nil { return }
        if change.isMeasured {
            log?.append(change, wakes: &alarm.wakes)
        } else {
            appendMeasuring(change)
        }
        clean()
    }

    @inline(never)
    private mutating func appendMeasuring(_ change: StoreChange) {
        var change = change
        if let bytes = change.content?.knownBytes {
            change.bytes += bytes
        } else if let content = change.content, let place = log?.history.end {
            alarm.chores.append(.measure(content, place: place))
        }
        log?.append(change, wakes: &alarm.wakes)
    }

    /// Takes down how many bytes values take.
    fileprivate mutating func weigh(_ sizes: [(place: Int, bytes: Int)]) {
        for (place, bytes) in sizes { log?.weigh(place, adding: bytes) }
        clean()
    }

    /// Has old changes released: elsewhere, or where that does not keep up by the one who writes.
    private mutating func clean() {
        guard let count = log?.retired.count, count >= ChangeFeed.mostRetired else { return }
        if count >= 4 * ChangeFeed.mostRetired {
            alarm.chores.append(.drop(log?.retired ?? []))
            log?.retired = []
        } else if !isReleasing {
            alarm.chores.append(.release)
            isReleasing = true
        }
    }
}
