/// The loads of a store that are under way.
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
        var loads: [ByteText: UnderWay] = [:]
        var isClosed = false
    }

    private let state = Lock(State())

    /// Adds one who waits for the load of a key, and returns the load: a new one, which the caller
    /// has to begin, unless one is under way.
    ///
    /// - Throws: ``StoreError/closed``.
    func join(_ key: ByteText, _ waiter: LoadWaiter) throws(StoreError) -> (Load, isNew: Bool) {
        let priority = Task.currentPriority
        let joined = state.withLock { state -> (Load, isNew: Bool, raised: Task<Void, Never>?)? in
            if state.isClosed { return nil }
            let before = state.loads[key]?.priority
            if before == nil {
                state.loads[key] = UnderWay(
                    load: Load(key),
                    isInBackground: false,
                    priority: priority
                )
            }
            // In place: a copy of those who wait, for each who comes, would take its time.
            state.loads[key]?.waiters[ObjectIdentifier(waiter)] = waiter
            guard let load = state.loads[key]?.load else { return nil }
            guard let before, before < priority else { return (load, before == nil, nil) }
            state.loads[key]?.priority = priority
            return (load, false, state.loads[key]?.task)
        }
        guard let (load, isNew, raised) = joined else { throw .closed }
        if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
            raised?.escalatePriority(to: priority)
        }
        return (load, isNew)
    }

    /// Notes that one who joined a load waits for it indeed, and is not the load itself.
    func beginWaiting(for load: Load) {
        state.withLock { state in
            if state.loads[load.key]?.load === load {
                state.loads[load.key]?.isInBackground = false
            }
        }
    }

    /// Removes one who waits; a load that nobody waits for any more is cancelled and forgotten.
    func leave(_ load: Load, _ waiter: LoadWaiter) {
        let abandoned = state.withLock { state -> UnderWay? in
            guard state.loads[load.key]?.load === load else { return nil }
            state.loads[load.key]?.waiters[ObjectIdentifier(waiter)] = nil
            guard let underWay = state.loads[load.key], underWay.waiters.isEmpty,
                !underWay.isInBackground
            else { return nil }
            return state.loads.removeValue(forKey: load.key)
        }
        abandoned?.task?.cancel()
    }

    /// Adds a load that nobody waits for, which the caller has to begin; nil if there is one under
    /// way, or the store is closed.
    func begin(_ key: ByteText) -> Load? {
        state.withLock { state in
            if state.isClosed || state.loads[key] != nil { return nil }
            let underWay = UnderWay(
                load: Load(key),
                isInBackground: true,
                priority: Task.currentPriority
            )
            state.loads[key] = underWay
            return underWay.load
        }
    }

    /// Notes the task of a load that has begun, and cancels it if the load is gone by now.
    func setTask(_ task: Task<Void, Never>, of load: Load) {
        let isGone = state.withLock { state in
            if state.loads[load.key]?.load !== load { return true }
            state.loads[load.key]?.task = task
            return false
        }
        if isGone { task.cancel() }
    }

    /// Ends a load, and hands its outcome to those who wait.
    func end(_ load: Load, with outcome: Result<StoreValue, any Error>) {
        LoadGraph.end(load)
        let ended = state.withLock { state -> UnderWay? in
            guard state.loads[load.key]?.load === load else { return nil }
            return state.loads.removeValue(forKey: load.key)
        }
        guard let ended else { return }
        for waiter in ended.waiters.values { waiter.end(with: outcome) }
    }

    /// How many callers wait for the load of a key; nil if none is under way.
    func waiterCount(of key: String) -> Int? {
        state.withLock { $0.loads[ByteText(key)]?.waiters.count }
    }

    /// Cancels all loads, now and later: those who wait fail with ``StoreError/closed``.
    func close() {
        let loads = state.withLock { state in
            state.isClosed = true
            defer { state.loads = [:] }
            return state.loads.values
        }
        for underWay in loads {
            underWay.task?.cancel()
            for waiter in underWay.waiters.values { waiter.end(with: .failure(StoreError.closed)) }
        }
    }
}
