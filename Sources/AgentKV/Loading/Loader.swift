/// How a key is loaded: what a caller wants, and what the task does that loads.
///
/// Of those who want one key at the same time, the ``LoadRegistry`` lets one begin a ``Load``; the
/// others wait for it. The task holds the store only while it calls it.
struct Loader: Sendable {
    /// The key, as the caller has it.
    let key: String
    /// The key, as the store has it that really holds it.
    let origin: ByteText
    /// The revision of the entry that the caller has found; nil if there was none.
    var found: Revision?
    let store: StoreReference
    let coordinator: StoreCoordinator
    let options: LoadOptions
    /// Whether a stored value can be read as the type that is asked for.
    let fits: @Sendable (StoreValue) -> Bool
    let load: @Sendable () async throws -> StoreValue

    private var registry: LoadRegistry { coordinator.loads }

    /// Waits for the load of the key, which it begins unless one is under way.
    func value() async throws -> StoreValue {
        try Task.checkCancellation()
        let waiter = LoadWaiter()
        let (underWay, isNew) = try registry.join(
            origin,
            waiter,
            found: found,
            at: coordinator.time.now
        )
        do {
            return try await LoadGraph.whileWaiting(for: underWay, key: key) {
                if isNew { begin(underWay) } else { registry.beginWaiting(for: underWay) }
                return try await waiter.value()
            }
        } catch {
            registry.leave(underWay, waiter)
            throw error
        }
    }

    /// Begins a load in the background, unless one is under way.
    func refresh() {
        let now = coordinator.time.now
        if let underWay = registry.begin(origin, found: found, at: now) { begin(underWay) }
    }

    private func begin(_ underWay: Load) {
        let task = Task(executorPreference: coordinator.background.executor) {
            let outcome: Result<StoreValue, any Error>
            do {
                outcome = .success(try await run(underWay))
            } catch {
                outcome = .failure(error)
            }
            registry.end(underWay, with: outcome)
        }
        registry.setTask(task, of: underWay)
    }

    private func run(_ underWay: Load) async throws -> StoreValue {
        let start = coordinator.time.now()
        let before = try await present().performReadEntry(key)
        underWay.setBase(LoadBase(before, at: start))
        if let before, !options.isStale(before.remainingLifetime), fits(before.value) {
            return before.value
        }
        // Whom it was for may have left before it began, and another load may run by now.
        try Task.checkCancellation()
        let value = try await Load.$current.withValue(underWay) { try await load() }
        try Task.checkCancellation()
        do {
            try await set(value, of: underWay)
        } catch StoreError.full {
            // Who asked gets it all the same: a store without room for it is a cache that misses.
        }
        return value
    }

    /// Sets the key to what was loaded, unless somebody has written it since the load began.
    private func set(_ value: StoreValue, of underWay: Load) async throws {
        let lifetime = LifetimeChange(options.lifetime())
        let now = coordinator.time.now
        try await present().performTransaction { tx in
            // It may run again.
            underWay.watch.setOwnWrite(nil)
            let entry = try tx.storedEntry(key)
            if underWay.isOutdated(byFinding: entry?.revision, at: now) { return }
            let revision: Revision
            if let entry, underWay.hasOtherLifetime(entry.remainingLifetime, at: now()) {
                revision = try tx.set(key, to: value, lifetime: .unchanged)
            } else if entry == nil, underWay.watch.isLifetimeChanged {
                // The lifetime that it was given has ended.
                return
            } else {
                revision = try tx.set(key, to: value, lifetime: lifetime)
            }
            underWay.watch.setOwnWrite(revision)
        }
    }

    private func present() throws -> any StoreBackend {
        guard let store = store.store else { throw StoreError.closed }
        return store
    }
}
