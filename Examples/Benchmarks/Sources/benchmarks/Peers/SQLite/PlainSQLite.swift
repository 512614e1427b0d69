import AgentKV
import CSQLiteAPI

/// SQLite by its C API, with prepared statements: the floor of what a store on it can cost.
///
/// Instance and namespace are bound once, the key and the value without copying them. Values are
/// encoded and decoded as AgentKV does it.
///
/// `@unchecked Sendable`: one task at a time uses it.
final class PlainSQLite<Value: Codable & Sendable>: DurablePeer, @unchecked Sendable {
    static var name: String { "C API" }

    private let connection: PlainConnection
    private let selection: PlainStatement
    private let upsert: PlainStatement
    private let begin: PlainStatement
    private let commit: PlainStatement

    init() throws {
        let folder = try TemporaryFolder()
        connection = PlainConnection(folder.path("plain.sqlite"), in: folder)
        connection.run(SQLiteTable.creation)
        selection = connection.prepare(SQLiteTable.selection)
        upsert = connection.prepare(SQLiteTable.upsert)
        begin = connection.prepare("BEGIN IMMEDIATE")
        commit = connection.prepare("COMMIT")
        for statement in [selection, upsert] {
            statement.bindCopy(SQLiteTable.instance, at: 1)
            statement.bindCopy(SQLiteTable.namespace, at: 2)
        }
    }

    func get(_ key: String) throws -> Value? {
        var key = key
        return try key.withUTF8 { key in
            selection.bind(key, at: 3)
            defer { selection.reset() }
            guard selection.step() else { return nil }
            return try JSONValue(parsing: selection.text(0)).decoded(as: Value.self)
        }
    }

    /// Sets a value in a transaction of its own.
    func set(_ key: String, to value: Value) throws {
        begin.run()
        try put(value, at: key)
        commit.run()
    }

    func set(_ values: [String: Value]) throws {
        begin.run()
        for (key, value) in values { try put(value, at: key) }
        commit.run()
    }

    private func put(_ value: Value, at key: String) throws {
        var key = key
        var text = try JSONValue(encoding: value).text()
        key.withUTF8 { key in
            text.withUTF8 { text in
                upsert.bind(key, at: 3)
                upsert.bind(text, at: 4)
                upsert.bind(SQLiteTable.nextTime(), at: 5)
                upsert.run()
            }
        }
    }

    // The loops again, without the `await` of the protocol's requirements.

    func reads(_ work: Workload<Value>) throws {
        for step in work.steps {
            blackHole(try get(work.keys[step]))
        }
    }

    func writes(_ work: Workload<Value>) throws {
        for step in work.steps {
            try set(work.keys[step], to: work[step])
        }
    }

    /// Writes with `count` values in each transaction.
    func writes(_ work: Workload<Value>, sharing count: Int) throws {
        for step in work.steps {
            if step.isMultiple(of: count) { begin.run() }
            try put(work[step], at: work.keys[step])
            if (step + 1).isMultiple(of: count) { commit.run() }
        }
        precondition(work.steps.count.isMultiple(of: count))
    }
}
