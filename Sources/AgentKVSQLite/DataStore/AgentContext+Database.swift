public import AgentKV

/// The key that a database is attached to a context with.
private enum DatabaseKey: AgentContextKey {
    typealias Value = SQLiteDatabase
}

extension AgentContext {
    /// The database that ``dataStore(namespace:)`` keeps data in; nil if none is attached.
    public var database: SQLiteDatabase? {
        get { self[DatabaseKey.self] }
        set { self[DatabaseKey.self] = newValue }
    }

    /// Returns this context with a database attached.
    public func attaching(_ database: SQLiteDatabase) -> AgentContext {
        var context = self
        context.database = database
        return context
    }

    /// Returns what the agents keep for the user of this context, from run to run.
    ///
    /// ```swift
    /// let context = context.attaching(database)
    /// try await context.dataStore().set("language", to: "en")
    /// ```
    ///
    /// The agent of this context is noted as the writer.
    ///
    /// - Parameter namespace: The namespace that the calls are about.
    /// - Returns: The data store of the context's user and agent.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` if no database is attached.
    public func dataStore(namespace: String = "default") throws -> AgentDataStore {
        guard let database else {
            throw StoreError.storage(
                .cannotOpen,
                reason: "no database is attached to the context: call attaching(_:) first"
            )
        }
        return AgentDataStore(
            database: database,
            userID: userID,
            agentName: agentName,
            namespace: namespace
        )
    }
}
