import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct CancellationTests {
    @Test func `a call of a cancelled task does nothing`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.set("kept", to: 1)
        let calls: [@Sendable () async throws -> Void] = [
            { try await store.set("k", to: 1) },
            { try await store.delete("kept") },
            { _ = try await store.transaction { try $0.set("k", to: 1) } },
            { try await database.set("k", to: 1, instance: "a", namespace: "default") },
            { try await database.createInstance(name: "b") },
            { try await database.deleteInstance("a") },
        ]
        for call in calls {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await call()
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(try await store.keys() == ["kept"])
        #expect(try await database.listInstances().count == 1)
    }

    @Test func `a write that is cancelled once it waits has its outcome`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let held = await HeldWriter(database)
        let writes = (0..<20).map { index in
            Task { @Lane in try await store.increment("count") }
        }
        await Task { @Lane in for write in writes { write.cancel() } }.value
        held.letGo()
        var seen: [Int] = []
        for write in writes { seen.append(try await write.value) }
        #expect(seen.sorted() == Array(1...20))
        #expect(try await store.get("count") == 20)
    }
}
