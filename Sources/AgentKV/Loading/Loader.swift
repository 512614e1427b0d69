/// How a key is loaded: what a caller wants, and what the task does that loads.
///
/// Of those who want one key at the same time, the ``LoadRegistry`` lets one begin a ``Load``; the
/// others wait for it. The task holds the store only while it calls it.
struct Loader: Sendable {
    /// The key, as the caller has it.
    let key: String
    /// The key, as the store has it that really holds it.
    let origin: ByteText
    let store: StoreReference
    let coordinator: StoreCoordinator
    let options: LoadOptions
    let load: @Sendable () async throws -> StoreValue

    private var registry: LoadRegistry { coordinator.loads }

    /// Waits for the load of the key, which it begins unless one is under way.
    func value() async throws -> StoreValue {
        try Task.checkCancellation()
        let waiter = LoadWaiter()
        let (underWay, isNew) = try registry.join(origin, waiter)
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
        if let underWay = registry.begin(origin) { begin(underWay) }
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
        // Before the key is read: from here on nobody sets or deletes it unseen.
        let watch = coordinator.feed.watch(origin.text)
        defer { coordinator.feed.end(watch) }
        let start = coordinator.time.now()
        let before = try await present().storedEntry(key)
        if let before, !options.isStale(before.remainingLifetime) { return before.value }
        // Whom it was for may have left before it began, and another load may run by now.
        try Task.checkCancellation()
        let value = try await Load.$current.withValue(underWay) { try await load() }
        try Task.checkCancellation()
        let lifetime = LifetimeChange(options.lifetime())
        try await present().transaction { tx in
            let revision = try tx.storedEntry(key)?.revision
            if watch.isWritten || (revision != nil && revision != before?.revision) { return }
            // Another process may have deleted it, of which nobody tells.
            let elapsed = coordinator.time.now().nanoseconds - start.nanoseconds
            let isDeleted = before?.lives(for: .nanoseconds(elapsed)) == true && !watch.hasLeft
            if revision == nil, isDeleted { return }
            try tx.set(key, to: value, lifetime: lifetime)
        }
        return value
    }

    private func present() throws -> any KeyValueStore {
        guard let store = store.store else { throw StoreError.closed }
        return store
    }
}

extension Entry {
    /// Whether it would still be there after so long, if nobody had deleted it.
    fileprivate func lives(for time: Duration) -> Bool {
        remainingLifetime.map { $0 > time } ?? true
    }
}
