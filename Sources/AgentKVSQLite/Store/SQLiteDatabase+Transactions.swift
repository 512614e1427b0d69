public import AgentKV

extension SQLiteDatabase {
    /// Runs `body` in a transaction on a namespace, and returns when that is durable.
    ///
    /// It is what a transaction of a ``SQLiteStore`` is, except that an instance that is missing can
    /// be made in it: when `body` throws, nothing of it stays, the instance neither.
    ///
    /// ```swift
    /// try await database.transaction(instance: "agents", autoCreateInstance: true) { tx in
    ///     try tx.set("theme", to: "dark")
    ///     try tx.increment("runs")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance.
    ///   - namespace: The namespace, which need not hold anything yet.
    ///   - autoCreateInstance: Whether an instance that is missing is made, of that name.
    ///   - body: What is done. It may be run more than once; the last run counts.
    /// - Returns: What `body` returns.
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/invalidName(name:reason:)``, and what `body` throws.
    public func transaction<R: Sendable>(
        instance: String,
        namespace: String = "default",
        autoCreateInstance: Bool = false,
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try limits.checkName(namespace, of: "a namespace")
        if autoCreateInstance { try limits.checkName(instance, of: "an instance") }
        return try await withoutActuallyEscaping(body) { body in
            try await write { session in
                let id =
                    try autoCreateInstance
                    ? session.ensureInstanceID(instance)
                    : session.connection.requireInstance(instance)
                let place = Place(instanceID: id, namespace: namespace)
                var transaction = StoreTransaction(self.backend(session, in: place))
                return try body(&transaction)
            }
        }
    }

    /// What a transaction works on; its reads count where a store of the place is held.
    private func backend(
        _ session: WriteSession,
        in place: Place
    ) -> any TransactionBackend {
        let backend = SQLiteTransaction(
            session,
            in: place,
            limits: limits,
            coordinator: coordinators.present(of: place)
        )
        guard let counters = coordinators.counters(of: place) else { return backend }
        return CountedTransaction(backend, counters)
    }
}
