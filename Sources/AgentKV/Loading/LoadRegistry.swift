/// The loads of a store that are under way.
///
/// Of each key there is one that callers join. Where the key has been written since it began, who
/// asks from then on needs a newer one: the older one goes on for those who wait for it already, and
/// nobody joins it any more.
final class LoadRegistry: Sendable {
    private struct UnderWay {
        let load: Load
        /// Whether nobody has waited for it so far.
        var isInBackground: Bool
        var priority: TaskPriority
        var task: Task<Void, Never>?
        var waiters: [ObjectIdentifier: LoadWaiter] = [:]
    }

    private struct State {
        /// The load of each key that callers may join.
        var newest: [ByteText: Load] = [:]
        var underWay: [ObjectIdentifier: UnderWay] = [:]
        var isClosed = false

        mutating func add(_ load: Load, isInBackground: Bool, priority: TaskPriority) {
            newest[load.key] = load
            underWay[ObjectIdentifier(load)] = UnderWay(
                load: load,
                isInBackground: isInBackground,
                priority: priority
            )
        }

        mutating func remove(_ load: Load) -> UnderWay? {
            if newest[load.key] === load { newest[load.key] = nil }
            return underWay.removeValue(forKey: ObjectIdentifier(load))
        }
    }

    private let feed: ChangeFeed
    private let state = Lock(State())

    init(_ feed: ChangeFeed) {
        self.feed = feed
    }

    /// Adds one who waits for the load of a key, and returns the load: a new one, which the caller
    /// has to begin, unless one is under way that is not outdated by what the caller has found.
    ///
    /// - Throws: ``StoreError/closed``.
    func join(
        _ key: ByteText,
        _ waiter: LoadWaiter,
        found: Revision?,
        at now: () -> Moment
    ) throws(StoreError) -> (Load, isNew: Bool) {
        let priority = Task.currentPriority
        let joined = state.withLock { state -> (Load, isNew: Bool, raised: Task<Void, Never>?)? in
            if state.isClosed { return nil }
            var isNew = false
            var load = newest(of: key, in: state, found: found, at: now)
            if load == nil {
                isNew = true
                load = Load(feed.watchWrites(of: key))
                if let load { state.add(load, isInBackground: false, priority: priority) }
            }
            guard let load else { return nil }
            let id = ObjectIdentifier(load)
            // In place: a copy of those who wait, for each who comes, would take its time.
            state.underWay[id]?.waiters[ObjectIdentifier(waiter)] = waiter
            guard let before = state.underWay[id]?.priority, before < priority else {
                return (load, isNew, nil)
            }
            state.underWay[id]?.priority = priority
            return (load, isNew, state.underWay[id]?.task)
        }
        guard let (load, isNew, raised) = joined else { throw .closed }
        if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
            raised?.escalatePriority(to: priority)
        }
        return (load, isNew)
    }

    /// The load of a key that may be joined by one who has found an entry of that revision, or none.
    private func newest(
        of key: ByteText,
        in state: borrowing State,
        found: Revision?,
        at now: () -> Moment
    ) -> Load? {
        guard let load = state.newest[key] else { return nil }
        return load.isOutdated(byFinding: found, at: now) ? nil : load
    }

    /// Notes that one who joined a load waits for it indeed, and is not the load itself.
    func beginWaiting(for load: Load) {
        state.withLock { $0.underWay[ObjectIdentifier(load)]?.isInBackground = false }
    }

    /// Removes one who waits; a load that nobody waits for any more is cancelled and forgotten.
    func leave(_ load: Load, _ waiter: LoadWaiter) {
        let abandoned = state.withLock { state -> UnderWay? in
            let id = ObjectIdentifier(load)
            state.underWay[id]?.waiters[ObjectIdentifier(waiter)] = nil
            guard let underWay = state.underWay[id], underWay.waiters.isEmpty,
                !underWay.isInBackground
            else { return nil }
            return state.remove(load)
        }
        abandoned?.task?.cancel()
    }

    /// Adds a load that nobody waits for, which the caller has to begin; nil if there is one under
    /// way that is not outdated by what the caller has found, or the store is closed.
    func begin(_ key: ByteText, found: Revision?, at now: () -> Moment) -> Load? {
        state.withLock { state in
            if state.isClosed || newest(of: key, in: state, found: found, at: now) != nil {
                return nil
            }
            let load = Load(feed.watchWrites(of: key))
            state.add(load, isInBackground: true, priority: Task.currentPriority)
            return load
        }
    }

    /// Notes the task of a load that has begun, and cancels it if the load is gone by now.
    func setTask(_ task: Task<Void, Never>, of load: Load) {
        let isGone = state.withLock { state in
            let id = ObjectIdentifier(load)
            if state.underWay[id] == nil { return true }
            state.underWay[id]?.task = task
            return false
        }
        if isGone { task.cancel() }
    }

    /// Ends a load, and hands its outcome to those who wait.
    func end(_ load: Load, with outcome: Result<StoreValue, any Error>) {
        LoadGraph.end(load)
        let ended = state.withLock { $0.remove(load) }
        // Until here the load could be joined, so until here it had to know who wrote the key.
        feed.end(load.watch)
        guard let ended else { return }
        for waiter in ended.waiters.values { waiter.end(with: outcome) }
    }

    /// How many callers wait for loads of a key; nil if none is under way.
    ///
    /// - Complexity: O(*n*) in the loads that are under way.
    func waiterCount(of key: String) -> Int? {
        state.withLock { state in
            let loads = state.underWay.values.filter { $0.load.key == ByteText(key) }
            return loads.isEmpty ? nil : loads.reduce(0) { $0 + $1.waiters.count }
        }
    }

    /// Cancels all loads, now and later: those who wait fail with ``StoreError/closed``.
    func close() {
        let loads = state.withLock { state in
            state.isClosed = true
            defer { (state.newest, state.underWay) = ([:], [:]) }
            return Array(state.underWay.values)
        }
        for underWay in loads {
            underWay.task?.cancel()
            for waiter in underWay.waiters.values { waiter.end(with: .failure(StoreError.closed)) }
        }
    }
}
