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
/// - The body of a ``transaction(_:)`` runs on the thread of the database that writes.
/// - In a cancelled task a call that writes throws `CancellationError` and does nothing, and so does
///   a read that may take long; a short one may return its value. Once a write is submitted it has
///   its outcome.
public struct SQLiteStore: Sendable {
    /// The database that the store is in.
    public let database: SQLiteDatabase
    let place: Place
    public let coordinator: StoreCoordinator
    let counters: StoreCounters

    /// The id of the instance that the store is in.
    public var instanceID: String { place.instanceID }

    /// The namespace that the store is.
    public var namespace: String { place.namespace }

    /// The bounds on keys and values.
    public var limits: StoreLimits { database.limits }

    public func weakReference() -> StoreReference {
        StoreReference { [weak database, place, coordinator, counters] in
            database.map { database in
                SQLiteStore(
                    database: database,
                    place: place,
                    coordinator: coordinator,
                    counters: counters
                )
            }
        }
    }
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
            database: self,
            place: place,
            coordinator: shared.coordinator,
            counters: shared.counters
        )
    }

    private func ensuredID(of instance: String) async throws -> String {
        if let id = try await readShort({ try $0.instanceID(of: instance) }) { return id }
        try limits.checkName(instance, of: "an instance")
        return try await write { try $0.ensureInstanceID(instance) }
    }
}
