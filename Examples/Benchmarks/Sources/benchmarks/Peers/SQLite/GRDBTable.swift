import AgentKV
import GRDB

/// GRDB, used as its documentation advises: a pool, cached statements, access to rows by position.
///
/// Values are encoded and decoded as AgentKV does it, so that only the databases are compared.
struct GRDBTable<Value: Codable & Sendable>: DurablePeer {
    static var name: String { "GRDB" }

    fileprivate let pool: DatabasePool
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        pool = try DatabasePool(path: folder.path("grdb.sqlite"))
        try pool.writeWithoutTransaction { database in
            // A pool has the log of itself, and sets `normal` when it is opened.
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
            try database.execute(sql: SQLiteTable.creation)
        }
    }

    func get(_ key: String) async throws -> Value? {
        try await pool.read { try $0.value(at: key) }
    }

    func set(_ key: String, to value: Value) async throws {
        let text = try JSONValue(encoding: value).text()
        try await pool.write { try $0.put(text, at: key) }
    }

    func set(_ values: [String: Value]) async throws {
        try await pool.write { database in
            for (key, value) in values {
                try database.put(JSONValue(encoding: value).text(), at: key)
            }
        }
    }
}

/// The same, called so that it blocks the caller's thread: no hop to another, but in a task a
/// thread fewer for all others.
struct BlockingGRDBTable<Value: Codable & Sendable>: DurablePeer {
    static var name: String { "GRDB, blocking" }

    private let table: GRDBTable<Value>

    init() throws { table = try GRDBTable() }

    func get(_ key: String) throws -> Value? {
        try table.pool.read { try $0.value(at: key) }
    }

    func set(_ key: String, to value: Value) throws {
        let text = try JSONValue(encoding: value).text()
        try table.pool.write { try $0.put(text, at: key) }
    }

    func set(_ values: [String: Value]) async throws { try await table.set(values) }
}

extension Database {
    fileprivate func value<Value: Codable>(at key: String) throws -> Value? {
        let statement = try cachedStatement(sql: SQLiteTable.selection)
        let text = try String.fetchOne(
            statement,
            arguments: [SQLiteTable.instance, SQLiteTable.namespace, key]
        )
        return try text.map { try JSONValue(parsing: $0).decoded(as: Value.self) }
    }

    fileprivate func put(_ text: String, at key: String) throws {
        try cachedStatement(sql: SQLiteTable.upsert).execute(
            arguments: [
                SQLiteTable.instance, SQLiteTable.namespace, key, text, SQLiteTable.nextTime(),
            ]
        )
    }
}
