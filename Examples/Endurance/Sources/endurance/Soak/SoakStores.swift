import AgentKV
import AgentKVSQLite

/// The stores of a soak.
struct SoakStores: Sendable {
    private let path: String
    private let memory = TransientStore()
    private let database: SQLiteDatabase
    private let lasting: SQLiteStore
    private let behind: TransientStore

    init(_ folder: TemporaryFolder) async throws {
        path = folder.path("soak.sqlite")
        database = try await SQLiteDatabase(path: path)
        lasting = try await database.store(instance: "soak", namespace: "lasting")
        behind = try await TransientStore(
            persistence: database.store(instance: "soak", namespace: "behind")
        )
    }

    /// The loads on them.
    func loads() async throws -> [any SoakLoad] {
        let database = database
        let (lasting, behind) = (lasting, behind)
        return [
            CounterLoad(memory),
            ListLoad(memory),
            ChangesLoad(memory),
            MailLoad("inbox in memory", memory, calls: 50),
            LifetimeLoad(
                "lifetimes in memory",
                memory,
                places: 5_000,
                calls: 100,
                resolution: .zero
            ),
            try CacheLoad(),
            RecordLoad("written behind", behind, calls: 50) {
                try await behind.close()
                return try await database.store(instance: "soak", namespace: "behind")
            },
            RecordLoad("SQLite", lasting, calls: 5) { lasting },
            MailLoad("inbox in SQLite", lasting, calls: 3),
            LifetimeLoad(
                "lifetimes in SQLite",
                lasting,
                places: 500,
                calls: 5,
                // The time of day is corrected now and then.
                resolution: .milliseconds(200)
            ),
        ]
    }

    /// Looks at the file, and closes it.
    func close() async throws {
        let problems = try await database.checkIntegrity()
        try require(problems.isEmpty, "the integrity check finds \(problems)")
        await database.close()
        try await memory.close()
    }
}
