import AgentKV
import Testing

@testable import AgentKVSQLite

/// What is deleted by calls of the database while a store of it loads.
@Suite("A load and the calls of its database")
struct LoadsAndDeletionsTests {
    private typealias Call = @Sendable (SQLiteDatabase) async throws -> Void

    private static let calls: [String: Call] = [
        "a record's delete": { _ = try await $0.delete("k", instance: "a", namespace: "n") },
        "deleteNamespace": { _ = try await $0.deleteNamespace("n", instance: "a") },
        "deleteNamespace with records": { database in
            try await database.set("other", to: 1, instance: "a", namespace: "n")
            try await database.deleteNamespace("n", instance: "a")
        },
        "a transaction": { database in
            try await database.transaction(instance: "a", namespace: "n") { tx in
                _ = try tx.deleteAll(prefix: "k")
            }
        },
        "another store": { database in
            _ = try await database.store(instance: "a", namespace: "n").delete("k")
        },
        "a batch of a store in memory": { database in
            let store = try await database.store(instance: "a", namespace: "n")
            let batch = PersistenceBatch(
                entries: [],
                removed: [PersistedID(key: "k")],
                revision: Revision(rawValue: 1)
            )
            try await store.commit(batch)
        },
    ]

    @Test(arguments: Self.calls.keys.sorted())
    func `a deletion counts, also if it finds nothing`(_ name: String) async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a", namespace: "n")
        try await expectDeletion(in: store) { try await Self.calls[name]?(database) }
    }

    @Test func `a deletion by an agent's data store counts, also if it finds nothing`() async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let agent = AgentDataStore(database: database, userID: "u", agentName: "writer")
        // Makes the instance.
        try await agent.set("other", to: 1)
        let id = try await database.read { try $0.instanceID(ofUser: "u") }
        let store = try await database.store(instance: #require(id))
        try await expectDeletion(in: store) { try await agent.delete("k") }
        try await expectDeletion(in: store) { try await agent.clear() }
        try await expectDeletion(in: store) { try await agent.clear() }
    }

    @Test func `a condition that does not hold, or another place, is no deletion`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a", namespace: "n")
        let load = HeldValue(1, in: store)
        await load.waitUntilBegun()
        let isDeleted = try await database.delete(
            "k",
            if: .present,
            instance: "a",
            namespace: "n"
        )
        #expect(isDeleted == nil)
        try await database.deleteNamespace("m", instance: "a")
        load.finish()
        #expect(try await load.value == 1)
        #expect(try await store.get("k", as: Int.self) == 1)
    }

    @Test func `what is loaded while a deletion is being written is not kept`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a", namespace: "n")
        let held = await HeldWriter(database)
        async let deletion = database.deleteNamespace("n", instance: "a")
        let load = HeldValue(1, in: store)
        await load.waitUntilBegun()
        try await held.finish()
        _ = try await deletion
        load.finish()
        #expect(try await load.value == 1)
        #expect(try await store.exists("k") == false)
    }

    @Test func `an instance that is deleted gets nothing of a load`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a", namespace: "n")
        let load = HeldValue(1, in: store)
        await load.waitUntilBegun()
        try await database.deleteInstance("a")
        load.finish()
        #expect(try await load.value == 1)
    }

    private func expectDeletion<R>(
        in store: SQLiteStore,
        by call: () async throws -> R
    ) async throws {
        let load = HeldValue(1, in: store)
        await load.waitUntilBegun()
        _ = try await call()
        let next = HeldValue(2, in: store)
        while store.backend.coordinator.loadWaiters(of: "k") != 2 { await Task.yield() }
        load.finish()
        next.finish()
        #expect(try await load.value == 1)
        #expect(try await next.value == 2)
        #expect(try await store.get("k", as: Int.self) == 2)
        try await store.delete("k")
    }
}

/// A caller who asks for the value at "k", and whose load runs until a test lets it end.
private struct HeldValue {
    private let caller: Task<Int, any Error>
    private let begun = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    init(_ value: Int, in store: SQLiteStore, _ options: LoadOptions = LoadOptions()) {
        let (begun, gate) = (begun.continuation, gate.stream)
        caller = Task {
            try await store.value(for: "k", options: options) {
                begun.finish()
                for await _ in gate {}
                return value
            }
        }
    }

    var value: Int {
        get async throws { try await caller.value }
    }

    func waitUntilBegun() async {
        for await _ in begun.stream {}
    }

    func finish() { gate.continuation.finish() }
}
