extension AgentContext {
    /// The context that the task runs in; nil outside of ``run(_:)``.
    ///
    /// Child tasks and tasks made with `Task { … }` have that of the task that made them, detached
    /// ones have none.
    public static var current: AgentContext? { local }

    @TaskLocal private static var local: AgentContext?

    /// Runs `body` with this context as the ``current`` one, and returns its result.
    ///
    /// ```swift
    /// try await context.run {
    ///     try await AgentContext.current?.kv().set("status", to: "planning")
    /// }
    /// ```
    public func run<R>(_ body: () async throws -> R) async rethrows -> R {
        try await Self.$local.withValue(self, operation: body)
    }

    /// Runs `body` with this context as the ``current`` one, and deletes or expires what the run
    /// holds in the store when it ends: see ``KeyValueStore/withScope(_:onEnd:_:)``.
    ///
    /// - Throws: What the body throws, else what the cleaning throws;
    ///   ``StoreError/invalidKey(key:reason:)`` before anything runs where the run's id makes no key.
    public func run<R>(
        onEnd: ScopeEnd,
        _ body: (ScopedStore) async throws -> R
    ) async throws -> R {
        try await kv().withScope(scopeName, onEnd: onEnd) { scope in
            try await run { try await body(scope) }
        }
    }
}
