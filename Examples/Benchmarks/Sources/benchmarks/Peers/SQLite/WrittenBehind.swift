import AgentKV
import AgentKVSQLite

/// A store in memory that an adapter writes down later.
struct WrittenBehind<Value: Codable & Sendable>: Sendable {
    let store: TransientStore
    private let folder: TemporaryFolder?

    init(_ adapter: some PersistenceAdapter, in folder: TemporaryFolder? = nil) async throws {
        store = try await TransientStore(persistence: adapter)
        self.folder = folder
    }

    /// Written to a database.
    static func database() async throws -> WrittenBehind {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.path("behind.sqlite"))
        return try await WrittenBehind(database.store(instance: "benchmarks"), in: folder)
    }

    func writes(_ work: Workload<Value>) async throws {
        for step in work.steps {
            try await store.set(work.keys[step], to: work[step])
        }
    }
}

/// An adapter that takes everything and keeps nothing: what is left is what the store does.
struct NullAdapter: PersistenceAdapter {
    func load(_ receive: @Sendable ([PersistedEntry]) throws -> Void) async throws -> Revision {
        Revision(rawValue: 0)
    }

    func commit(_ batch: PersistenceBatch) async throws {}
}
