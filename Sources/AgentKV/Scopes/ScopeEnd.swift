/// What becomes of the keys of a scope when it ends.
public enum ScopeEnd: Sendable, Hashable {
    /// They are deleted, all at one moment.
    case delete
    /// They live for that long at most; what would end sooner still does.
    case expire(after: Duration)
}

extension KeyValueStore {
    /// Runs `body` on a scope of this store, and deletes or expires what the scope holds when the
    /// body ends: by return, by an error or because the task was cancelled.
    ///
    /// ```swift
    /// try await store.withScope("run:42", onEnd: .expire(after: .seconds(3600))) { run in
    ///     try await run.set("plan", to: plan)
    /// }
    /// ```
    ///
    /// - The cleaning is done when this returns or throws, also in a cancelled task. It counts what
    ///   was there before and what others have set in the scope. A value that is being loaded for the
    ///   scope then is returned to those who wait, and not stored: see <doc:Loading>.
    /// - When both the body and the cleaning fail, the body's error is thrown.
    /// - With ``ScopeEnd/expire(after:)`` all lifetimes are counted from the end of the body. They
    ///   are given in steps of a few hundred keys, between which other callers get their turn.
    ///
    /// - Parameters:
    ///   - name: The scope's name, as of ``scoped(to:)``.
    ///   - onEnd: What becomes of its keys.
    ///   - body: What works in the scope.
    /// - Returns: What the body returns.
    /// - Throws: ``StoreError/invalidKey(key:reason:)`` for a name that is none and
    ///   ``StoreError/invalidTTL(key:reason:)`` for a lifetime of zero or less, before the body
    ///   runs; what the body throws; what the cleaning throws.
    /// - Complexity: The cleaning is O(log *n* + *m*) in the keys of the store and of the scope.
    public func withScope<R>(
        _ name: String,
        onEnd: ScopeEnd = .delete,
        _ body: (ScopedStore) async throws -> R
    ) async throws -> R {
        let scope = scoped(to: name)
        if let refusing = scope.scope.base as? RefusingBackend { throw refusing.error }
        if case .expire(let ttl) = onEnd { try limits.checkTTL(ttl, of: name) }
        let result: R
        do {
            result = try await body(scope)
        } catch {
            try? await scope.scope.finish(onEnd)
            throw error
        }
        try await scope.scope.finish(onEnd)
        return result
    }
}

extension ScopedBackend {
    /// Deletes or expires what the scope holds, in a task of its own: nobody can cancel that.
    fileprivate func finish(_ end: ScopeEnd) async throws {
        try await Task(executorPreference: coordinator.background.executor) {
            switch end {
            case .delete: _ = try await self.performDeleteAll(prefix: "")
            case .expire(let ttl): try await self.expireAll(after: ttl)
            }
        }.value
    }
}
