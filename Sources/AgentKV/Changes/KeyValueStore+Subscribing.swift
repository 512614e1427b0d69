extension KeyValueStore {
    /// Subscribes to the changes of the keys that begin with `prefix`.
    ///
    /// ```swift
    /// for try await change in store.changes(prefix: "run:42:", from: .presentState) {
    ///     if change.kind == .set, let plan = try change.value(as: Plan.self) { show(plan) }
    /// }
    /// ```
    ///
    /// What the sequence promises is said at ``StoreChanges``. An argument that makes no sense is an
    /// error that its first element throws: ``StoreError/invalidLimit(_:reason:)``.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with, by bytes.
    ///   - start: Where it begins.
    ///   - buffer: How many changes of these keys are kept for the subscriber when they leave the
    ///     history of the store (see ``StoreLimits/historyChanges-swift.property``); at least 1. They take
    ///     no more than ``StoreLimits/historyBytes-swift.property`` either.
    /// - Returns: The changes, for one subscriber.
    /// - Complexity: O(1).
    public func changes(
        prefix: String = "",
        from start: ChangesStart = .now,
        buffer: Int = 1_000
    ) -> StoreChanges {
        let (store, full) = backend.origin(of: prefix)
        return StoreChanges(
            subscription: ChangeSubscription(
                to: full,
                of: store,
                hiding: full.utf8.count - prefix.utf8.count,
                from: start,
                buffer: buffer
            )
        )
    }

    /// Observes one key: its present value, and each newer one, of which the latest wins.
    ///
    /// ```swift
    /// for try await plan in store.observe("run:42:plan", as: Plan.self) {
    ///     show(plan)
    /// }
    /// ```
    ///
    /// What the sequence promises is said at ``StoreValues``.
    ///
    /// - Complexity: O(1); each value costs one read of the key.
    public func observe<V: Codable & Sendable>(_ key: String, as type: V.Type) -> StoreValues<V> {
        StoreValues(observation: KeyObservation(of: key, in: backend))
    }
}
