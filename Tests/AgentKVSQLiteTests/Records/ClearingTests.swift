import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// What deletes many records deletes those that it names and no other, whatever names there are beside.
@Suite struct ClearingTests {
    /// Names that are prefixes, patterns, or the same but for case or composition.
    private static let names = ["n", "n:", "n:n", "N", "nn", "%", "_", "*", "\u{E9}", "e\u{301}"]

    private struct World {
        let database: SQLiteDatabase
        /// An instance whose id is the name of another.
        let first, namesake, data: String

        init() async throws {
            database = try await SQLiteDatabase.inMemory()
            first = try await database.createInstance(name: "first").id
            namesake = try await database.createInstance(name: first).id
            for instance in [first, namesake] {
                for namespace in names {
                    let store = try await database.store(instance: instance, namespace: namespace)
                    for key in names { try await store.set(key, to: 1) }
                    // Something that is lent is kept apart from the list.
                    let inbox = store.inbox("\(namespace) inbox", of: Int.self)
                    try await inbox.send(contentsOf: [1, 2])
                    _ = try await inbox.reserve(max: 1, lease: .seconds(60))
                }
            }
            // What another program has put into a namespace without a name.
            for key in names {
                try await database.withWriter { [first] connection in
                    _ = try connection.rows(
                        """
                        INSERT INTO kv_store
                            (instance_id, namespace, key, value, updated_at, created_at, revision)
                        VALUES (?, '', ?, '1', 1, 1, 1)
                        """,
                        [.text(first), .text(key)]
                    ) { _ in }
                }
            }
            for user in names {
                let store = AgentDataStore(database: database, userID: user, agentName: "a")
                for namespace in ["default", "n"] {
                    try await store.useNamespace(namespace).setMany(["a": 1, "b": 2])
                }
            }
            let user = AgentDataStore(database: database, userID: "n", agentName: "a")
            data = try #require(try await user.instanceID())
        }

        /// Kind, instance, namespace and key of all rows.
        func rows() async throws -> [[String]] {
            try await database.withWriter { connection in
                try connection.rows(
                    """
                    SELECT 'record', instance_id, namespace, key FROM kv_store
                    UNION ALL SELECT 'metadata', instance_id, namespace, key FROM kv_metadata
                    UNION ALL SELECT 'instance', id, '', name FROM kv_instances
                    """
                ) { row in (0..<4).map { row.text($0) } }
            }
        }
    }

    private struct Call: CustomTestStringConvertible {
        let name: String
        let run: @Sendable (World) async throws -> Void
        /// Whether a row of kind, instance, namespace and key is named by the call.
        let names: @Sendable (World, [String]) -> Bool
        var testDescription: String { name }
    }

    private static func isOf(_ row: [String], _ instance: String, _ namespace: String) -> Bool {
        row[0] != "instance" && row[1] == instance
            && row[2].utf8.elementsEqual(namespace.utf8)
    }

    private static let clearing: [Call] =
        (names + [""]).map { namespace in
            Call(name: "deleteNamespace \(namespace)") {
                try await $0.database.deleteNamespace(namespace, instance: $0.first)
            } names: {
                isOf($1, $0.first, namespace)
            }
        }
        + names.map { namespace in
            Call(name: "deleteAll of \(namespace)") {
                let store = try await $0.database.store(instance: $0.first, namespace: namespace)
                try await store.deleteAll(prefix: "")
            } names: {
                isOf($1, $0.first, namespace)
            }
        }

    private static let others: [Call] = [
        Call(name: "deleteNamespace that is not there") {
            for name in ["none", "n\u{0}", " n", "n "] {
                try await $0.database.deleteNamespace(name, instance: $0.first)
            }
        } names: { _, _ in
            false
        },
        Call(name: "deleteInstance by an id that another has for its name") {
            try await $0.database.deleteInstance($0.first)
        } names: {
            $1[1] == $0.first
        },
        Call(name: "deleteInstance by name") {
            try await $0.database.deleteInstance("first")
        } names: {
            $1[1] == $0.first
        },
        Call(name: "deleteInstance that is not there") {
            for name in ["", "%", "firs", "first ", "FIRST", $0.first.uppercased()] {
                try await $0.database.deleteInstance(name)
            }
        } names: { _, _ in
            false
        },
        Call(name: "clear of a user's namespace") {
            let user = AgentDataStore(database: $0.database, userID: "n", agentName: "b")
            try await user.useNamespace("n").clear()
        } names: {
            isOf($1, $0.data, "n")
        },
        Call(name: "the end of a scope") {
            let store = try await $0.database.store(instance: $0.first, namespace: "n")
            try await store.withScope("n") { _ in }
        } names: {
            isOf($1, $0.first, "n") && $1[3] == "n:n"
        },
        Call(name: "a scope without a name") {
            let store = try await $0.database.store(instance: $0.first, namespace: "n")
            _ = try? await store.scoped(to: "").deleteAll(prefix: "")
            _ = try? await store.withScope("") { _ in }
            let context = AgentContext(runID: "", agentName: "a", userID: "u", store: store)
            _ = try? await context.scope.deleteAll(prefix: "")
        } names: { _, _ in
            false
        },
        Call(name: "an import that overwrites") {
            let lines = try await $0.database.export(instance: $0.first, namespace: "N").collected()
            try await $0.database.importLines(
                stream(lines),
                into: $0.namesake,
                namespace: "n",
                existing: .overwrite
            )
        } names: { _, _ in
            false
        },
        Call(name: "purgeExpired and a store in memory that is opened and closed") {
            try await $0.database.purgeExpired(limit: .max)
            let store = try await $0.database.store(instance: $0.first, namespace: "n")
            try await TransientStore(persistence: store).close()
        } names: { _, _ in
            false
        },
    ]

    @Test(arguments: clearing + others)
    private func `a call deletes what it names, and leaves all else`(_ call: Call) async throws {
        let world = try await World()
        let before = try await world.rows()
        try await call.run(world)
        let after = Set(try await world.rows().map { $0.map { Array($0.utf8) } })
        for row in before {
            let isLeft = after.contains(row.map { Array($0.utf8) })
            #expect(isLeft != call.names(world, row), "\(row)")
        }
    }
}
