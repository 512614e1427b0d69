import AgentKV
import AgentKVSQLite

/// AgentKV's store in a database file.
struct DurableStore<Value: Codable & Sendable>: DurablePeer {
    static var name: String { "SQLiteStore" }

    let store: SQLiteStore
    /// The file, and the folder that is removed when nobody holds it any more.
    let path: String
    let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        path = folder.path("agentkv.sqlite")
        store = try await SQLiteDatabase(path: path).store(instance: "benchmarks")
    }

    func get(_ key: String) async throws -> Value? {
        try await store.get(key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }

    func set(_ values: [String: Value]) async throws {
        try await store.mset(values)
    }
}
