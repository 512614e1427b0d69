public import AgentKV

/// A namespace of a ``SQLiteDatabase`` as a store: what it holds outlives the process.
///
/// ```swift
/// let database = try await SQLiteDatabase(path: "agents.sqlite")
/// let kv = try await database.store(instance: "agents", namespace: "runs")
/// try await kv.set("run:42:plan", to: plan, ttl: .seconds(300))
/// ```
///
/// - A call that writes returns when what it wrote is durable, as far as the database's
///   ``SQLiteDatabase/Synchronous`` asks for that. Calls that come together share a commit.
/// - Lifetimes end at a time of day, to the millisecond: also while no process is running. What becomes
///   of them when somebody sets that clock, says <doc:Durability>.
/// - Revisions are those of the database: no two writes in it have the same. Entries that a
///   `TransientStore` writes down keep the numbers that it gave them.
/// - Values are kept as JSON. A key that another program has written and today's rules refuse can be
///   read and deleted.
/// - ``/AgentKV/KeyValueStore/statistics()`` counts what all stores of the namespace in this process
///   have done, from when the first of those held was made. An expired record that is overwritten
///   counts as expired only where somebody waits for the changes of the store. The entries are
///   counted one by one, O(*n*).
/// - A listing, a count and a purge also pass those records whose lifetime has ended and that are not
///   purged yet.
/// - The body of a ``/AgentKV/KeyValueStore/transaction(_:)`` runs on the thread of the database that writes.
/// - In a cancelled task a call that writes throws `CancellationError` and does nothing, and so does
///   a read that may take long; a short one may return its value. Once a write is submitted it has
///   its outcome.
public struct SQLiteStore: KeyValueStore {
    let core: SQLiteBackend

    /// The database that the store is in.
    public var database: SQLiteDatabase { core.database }

    /// The id of the instance that the store is in.
    public var instanceID: String { core.place.instanceID }

    /// The namespace that the store is.
    public var namespace: String { core.place.namespace }

    /// The bounds on keys and values.
    public var limits: StoreLimits { core.limits }

    public var backend: any StoreBackend { core }
}

extension SQLiteDatabase {
    /// Returns a namespace of an instance as a store.
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance; if there is none, the name of a new one.
    ///   - namespace: The namespace, which need not hold anything yet.
    ///   - autoCreateInstance: Whether an instance that is missing is made.
    /// - Returns: The store, which keeps the database open.
    /// - Throws: ``/AgentKV/StoreError/invalidName(name:reason:)``, and
    ///   ``/AgentKV/StoreError/unknownInstance(_:reason:)`` where a missing one is not made.
    public func store(
        instance: String,
        namespace: String = "default",
        autoCreateInstance: Bool = true
    ) async throws -> SQLiteStore {
        try limits.checkName(namespace, of: "a namespace")
        let id =
            try await autoCreateInstance
            ? ensuredID(of: instance) : readShort { try $0.requireInstance(instance) }
        let place = Place(instanceID: id, namespace: namespace)
        let shared = coordinators.shared(of: place)
        return SQLiteStore(
            core: SQLiteBackend(self, place, shared.coordinator, shared.counters)
        )
    }

    private func ensuredID(of instance: String) async throws -> String {
        if let id = try await readShort({ try $0.instanceID(of: instance) }) { return id }
        try limits.checkName(instance, of: "an instance")
        return try await write { try $0.ensureInstanceID(instance) }
    }
}
