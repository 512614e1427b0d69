import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct InstanceTests {
    @Test func `an instance is found by its id, then by its name, and ids win`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let a = try await database.createInstance(name: "a")
        #expect(UUID(uuidString: a.id) != nil)
        #expect(try await database.getInstance(a.id) == a)
        #expect(try await database.getInstance("a") == a)
        #expect(try await database.getInstance("missing") == nil)
        let named = try await database.createInstance(name: a.id)
        #expect(named.id != a.id)
        #expect(try await database.getInstance(a.id) == a)
        #expect(try await database.store(instance: a.id).instanceID == a.id)
        #expect(try await database.ensureInstance(a.id) == a)
        #expect(try await database.getInstance(named.id) == named)
    }

    @Test func `a second instance of a name is an error that names it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let a = try await database.createInstance(name: "a")
        try await database.createInstance(name: "b")
        for call: @Sendable () async throws -> Void in [
            { try await database.createInstance(name: "a") },
            { try await database.updateInstance("b", name: "a") },
        ] {
            let error = await #expect(throws: StoreError.self) { try await call() }
            guard case .duplicateInstance("a", _) = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        #expect(try await database.listInstances().count == 2)
        // Names are told apart by their bytes.
        try await database.createInstance(name: "é")
        try await database.createInstance(name: "e\u{301}")
        #expect(try await database.ensureInstance("a").id == a.id)
        #expect(try await database.updateInstance("a", name: "a").name == "a")
        try await database.updateInstance("a", name: "c")
        try await database.updateInstance("b", name: "a")
        #expect(try await database.getInstance("c")?.id == a.id)
    }

    @Test func `instances are listed with the newest first, and those of one time by id`()
        async throws
    {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        var expected: [String] = []
        for round in 0..<4 {
            let ids = try await [
                database.createInstance(name: "\(round)a").id,
                database.createInstance(name: "\(round)b").id,
            ]
            expected = ids.sorted() + expected
            clock.advance(by: .milliseconds(1))
        }
        #expect(try await database.listInstances().map(\.id) == expected)
    }

    @Test func `its time of update moves with its name or description only`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let made = try await database.createInstance(name: "a", description: "d")
        #expect(made.updatedAt == made.createdAt)
        clock.advance(by: .seconds(1))
        try await database.set("k", to: 1, instance: "a", namespace: "n")
        try await database.store(instance: "a").set("k", to: 1)
        try await database.updateInstance("a", name: "a", description: "d")
        let same = try #require(try await database.getInstance("a"))
        #expect(same.updatedAt == made.updatedAt)
        #expect(same.recordCount == 2)
        let renamed = try await database.updateInstance("a", name: "b")
        #expect(renamed.updatedAt == made.updatedAt.addingTimeInterval(1))
        #expect(renamed.createdAt == made.createdAt)
        #expect(renamed.description == "d")
        #expect(renamed.recordCount == 2)
        clock.advance(by: .seconds(1))
        let described = try await database.updateInstance("b", description: "")
        #expect(described.description == "")
        #expect(described.name == "b")
        #expect(described.updatedAt == made.updatedAt.addingTimeInterval(2))
        #expect(try await database.getInstance(made.id) == described)
    }

    @Test func `an update that names nothing or nobody is an error`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.createInstance(name: "a")
        let error = await #expect(throws: StoreError.self) {
            try await database.updateInstance("a")
        }
        guard case .invalidUpdate("a", let reason) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(reason.contains("description"))
        await #expect(throws: StoreError.unknownInstance("missing")) {
            try await database.updateInstance("missing", name: "b")
        }
    }

    @Test func `deleting an instance deletes its records, and those of no other`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        for name in ["a", "b"] {
            let store = try await database.store(instance: name, namespace: "n")
            try await store.mset(["k": 1, "l": 2])
            try await store.set("m", to: 3, ttl: .seconds(60))
        }
        let store = try await database.store(instance: "a", namespace: "n")
        #expect(try await database.deleteInstance("a"))
        #expect(try await !database.deleteInstance("a"))
        #expect(try await database.getInstance("a") == nil)
        #expect(try await store.keys() == [])
        let error = await #expect(throws: StoreError.self) { try await store.set("k", to: 1) }
        #expect(error == .unknownInstance(deleted: store.instanceID))
        #expect(try await database.getInstance("b")?.recordCount == 3)
        #expect(try await database.strings("SELECT count(*) FROM kv_store") == ["3"])
        let again = try await database.createInstance(name: "a")
        #expect(again.id != store.instanceID)
        #expect(again.recordCount == 0)
    }

    @Test func `of many that create or ensure one name one makes it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let created = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { (try? await database.createInstance(name: "created")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(created == 1)
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<20 {
                group.addTask {
                    switch index % 3 {
                    case 0: try await database.ensureInstance("ensured").id
                    case 1: try await database.store(instance: "ensured").instanceID
                    default:
                        try await database.set(
                            "k",
                            to: 1,
                            instance: "ensured",
                            namespace: "n",
                            autoCreateInstance: true
                        ).instanceID
                    }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await database.listInstances().count == 2)
    }
}
