import AgentKV
import Testing

@testable import AgentKVSQLite

/// Instances that are made because something is to be put into them.
@Suite struct MakingInstancesTests {
    private struct Refused: Error {}

    @Test func `a store makes its instance unless it is told not to`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let error = await #expect(throws: StoreError.self) {
            _ = try await database.store(instance: "a", autoCreateInstance: false)
        }
        guard case .unknownInstance("a", _) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(try await database.listInstances().isEmpty)
        let made = try await database.store(instance: "a", namespace: "n")
        let found = try await database.store(
            instance: "a",
            namespace: "n",
            autoCreateInstance: false
        )
        #expect(found.instanceID == made.instanceID)
        try await made.set("k", to: 1)
        #expect(try await found.get("k") == 1)
    }

    @Test func `a transaction makes its instance, and undoes it with all else`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = database.events()
        await #expect(throws: Refused.self) {
            try await database.transaction(instance: "a", autoCreateInstance: true) { tx in
                try tx.set("k", to: 1)
                throw Refused()
            }
        }
        #expect(try await database.listInstances().isEmpty)
        let sum = try await database.transaction(instance: "a", autoCreateInstance: true) { tx in
            try tx.set("k", to: 1)
            return try tx.increment("k")
        }
        #expect(sum == 2)
        #expect(try await database.get("k", instance: "a", namespace: "default") == 2)
        await database.close()
        var names: [String] = []
        for await event in events { names.append(event.name) }
        #expect(
            names == ["kvStore:instance-created", "kvStore:record-set", "kvStore:record-set"]
        )
    }

    @Test func `an instance that is undone leaves no file of its project`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(project: folder.path)
        await #expect(throws: Refused.self) {
            try await database.transaction(instance: "a", autoCreateInstance: true) { _ in
                throw Refused()
            }
        }
        await database.close()
        let again = try await SQLiteDatabase(project: folder.path)
        #expect(try await again.listInstances().isEmpty)
        await again.close()
    }

    @Test func `a transaction on an unknown instance does not begin`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        await #expect(throws: StoreError.self) {
            try await database.transaction(instance: "a") { _ in Issue.record("it has begun") }
        }
        await #expect(throws: StoreError.self) {
            try await database.transaction(instance: "", autoCreateInstance: true) { _ in }
        }
        #expect(try await database.listInstances().isEmpty)
    }

    @Test func `of many transactions that make one instance all find the same`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...64 {
                group.addTask {
                    try await database.transaction(instance: "a", autoCreateInstance: true) {
                        try $0.increment("k")
                    }
                }
            }
            let sums = try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            #expect(sums == Set(1...64))
        }
        #expect(try await database.listInstances().count == 1)
    }

    @Test func `the reads of a transaction count where a store of the namespace is held`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a", namespace: "n")
        try await database.transaction(instance: "a", namespace: "n") { tx in
            try tx.set("k", to: 1)
            _ = try tx.get("k")
            _ = try tx.get("missing")
        }
        let statistics = try await store.statistics()
        #expect([statistics.hits, statistics.misses, statistics.sets] == [1, 1, 1])
    }
}
