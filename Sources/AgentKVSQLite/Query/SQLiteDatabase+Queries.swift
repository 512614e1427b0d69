internal import AgentKV

extension SQLiteDatabase {
    /// Returns the records that a query asks for, all of one moment, and how many match in all.
    ///
    /// ```swift
    /// let query = Query(instance: "agents", namespace: "runs")
    ///     .where(.value("status") == "active")
    ///     .order(by: .updatedAt, .descending)
    ///     .limit(20)
    /// let page = try await database.query(query)
    /// ```
    ///
    /// - Parameter query: The query; its instance is given by id or by name.
    /// - Returns: The page that it asks for, and the total.
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` for one that names no instance or asks
    ///   for more than ``Configuration/queryLimits`` allow,
    ///   ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/queryTimedOut(reason:)``,
    ///   ``/AgentKV/StoreError/invalidValue(key:reason:)`` where a value to be returned is no JSON;
    ///   `CancellationError` when the task is cancelled, which ends the query.
    /// - Complexity: O(*n*) in the records that the conditions on namespace and key leave.
    public func query(_ query: Query) async throws -> QueryResult {
        let instance = try query.requiredInstance()
        let deadline = QueryDeadline(after: configuration.queryLimits.time)
        return try await withTaskCancellationHandler {
            try await read { connection in
                try connection.reading { connection in
                    try query.run(
                        on: connection,
                        instanceID: try connection.requireInstance(instance),
                        now: self.clock.now(on: connection).milliseconds,
                        limits: self.configuration.queryLimits,
                        valueDepth: self.limits.valueDepth,
                        deadline: deadline
                    )
                }
            }
        } onCancel: {
            deadline.cancel()
        }
    }

    /// Returns how SQLite would find the records that a query asks for: the lines of its plan.
    ///
    /// The query itself is not run. The words are SQLite's, and may change with its version.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)``,
    ///   ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    public func explain(_ query: Query) async throws -> [String] {
        let instance = try query.requiredInstance()
        return try await read { connection in
            try query.explain(
                on: connection,
                instanceID: try connection.requireInstance(instance),
                now: self.clock.now(on: connection).milliseconds,
                limits: self.configuration.queryLimits
            )
        }
    }
}
