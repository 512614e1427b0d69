internal import AgentKV

/// What the agents of a user keep for that user, from run to run and for each other.
///
/// It has the calls of the agent data store API, where the object is called `data_store`.
///
/// ```swift
/// let data = AgentDataStore(database: database, userID: "ada", agentName: "indexer")
/// try await data.set("result", to: ["score": 95, "passed": true])
///
/// let files = data.useNamespace("files:agentkv")
/// try await files.setMany(["a.swift": ["lines": 100], "b.swift": ["lines": 200]])
/// for key in try await files.listKeys() { print(key) }
/// ```
///
/// - Data belongs to the user: all agents of a user share its namespaces, and no other user sees
///   them. Users are told apart by the bytes of their ids, whatever these hold.
/// - The name of the agent is noted with what it writes: see ``record(_:)``.
/// - A namespace begins with its first record, and the user's instance with the first of all. Reads
///   make nothing.
/// - Each call is one transaction and one moment. Any number of tasks may use it at the same time.
/// - A value is kept as JSON. A stored null is present; nil and `default` stand for absence only.
/// - A user id, an agent's name or a namespace that is empty, holds U+0000 or is longer than a key
///   may be is refused by every call, with ``/AgentKV/StoreError/invalidName(name:reason:)``.
public struct AgentDataStore: Sendable {
    /// The database that the data is in.
    public let database: SQLiteDatabase
    /// Whose data it is.
    public let userID: String
    /// Who is noted as the writer.
    public let agentName: String
    /// The namespace that the calls are about.
    public let namespace: String
    /// What is wrong with the names, for the calls to say.
    private let refusal: StoreError?

    /// Creates the data store of a user; nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - database: The database that the data is in.
    ///   - userID: Whose data it is.
    ///   - agentName: Who is noted as the writer.
    ///   - namespace: The namespace that the calls are about.
    public init(
        database: SQLiteDatabase,
        userID: String,
        agentName: String,
        namespace: String = "default"
    ) {
        self.database = database
        self.userID = userID
        self.agentName = agentName
        self.namespace = namespace
        do {
            try database.limits.checkName(userID, of: "a user")
            try database.limits.checkName(agentName, of: "an agent")
            try database.limits.checkName(namespace, of: "a namespace")
            refusal = nil
        } catch {
            refusal = error
        }
    }

    /// Returns the data store of the same user and agent for another namespace; this one stays as it
    /// is.
    public func useNamespace(_ namespace: String) -> AgentDataStore {
        AgentDataStore(
            database: database,
            userID: userID,
            agentName: agentName,
            namespace: namespace
        )
    }
}

extension AgentDataStore {
    /// The bounds on keys and values.
    var limits: StoreLimits { database.limits }

    /// Throws what is wrong with the names.
    func checkNames() throws(StoreError) {
        if let refusal { throw refusal }
    }

    /// Where the records of the namespace are; nil while the user has none at all.
    func place(on connection: Connection) throws -> Place? {
        guard let id = try connection.instanceID(ofUser: userID) else { return nil }
        return Place(instanceID: id, namespace: namespace)
    }
}
