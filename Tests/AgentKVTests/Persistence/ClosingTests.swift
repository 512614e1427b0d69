import AgentKV
import AgentKVTesting
import Testing

@Suite("Closing a store", .timeLimit(.minutes(10)))
struct ClosingTests {
    @Test func `what has changed is written down, and the task ends`() async throws {
        let persisted = try await PersistedStore()
        try await persisted.store.set("a", to: 1)
        try await persisted.store.close()
        #expect(persisted.texts == ["a": "1"])
        try await persisted.store.close()
        #expect(persisted.adapter.batches.count == 1)
        #expect(persisted.clock.sleeperCount == 0)
    }

    @Test(arguments: [PersistenceMode.writeBehind, .writeThrough, nil])
    func `every call then throws that it is closed`(mode: PersistenceMode?) async throws {
        let store: TransientStore
        if let mode {
            store = try await PersistedStore(mode).store
        } else {
            store = TransientStore()
        }
        try await store.set("a", to: 1)
        try await store.set("list", to: [1])
        _ = try await store.keys()
        try await store.close()
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await store.get("a") },
            { _ = try await store.get("a", as: Int.self) },
            { _ = try await store.get("b", default: 1) },
            { _ = try await store.entry("a", as: Int.self) },
            { _ = try await store.mget(["a"]) },
            { _ = try await store.getMany(["a", "b"], as: Int.self) },
            { try await store.set("a", to: 2) },
            { try await store.set("b", to: [2]) },
            { try await store.setIfAbsent("b", to: 2) },
            { try await store.compareAndSet("a", to: 2, expecting: nil) },
            { try await store.mset(["a": 2]) },
            { try await store.mset([String: Int]()) },
            { try await store.delete("a") },
            { try await store.deleteAll(prefix: "") },
            { try await store.expire("a", ttl: .seconds(1)) },
            { try await store.persist("a") },
            { try await store.increment("a") },
            { try await store.update("a", as: Int.self) { $0 = 2 } },
            { try await store.listAppend("list", items: [2]) },
            { try await store.listAppendUnique("list", items: [["id": 2]]) },
            { _ = try await store.listPopAll("list") },
            { _ = try await store.listPopAll("list", as: Int.self) },
            { _ = try await store.keys() },
            { try await store.purgeExpired() },
            { try await store.transaction { _ in } },
            { try await store.flush() },
        ]
        for (number, call) in calls.enumerated() {
            await #expect(throws: StoreError.closed, "call \(number)") { try await call() }
        }
        #expect(await !store.exists("a"))
        #expect(await store.count() == 0)
        #expect(await store.count(prefix: "a") == 0)
    }

    @Test func `where the last batch fails the store stays open, and is closed later`()
        async throws
    {
        let persisted = try await PersistedStore()
        let store = persisted.store
        persisted.adapter.failCommits(2)
        try await store.set("a", to: 1)
        for _ in 1...2 {
            await #expect(throws: FailingAdapter.Failure.self) { try await store.close() }
            #expect(try await store.get("a") == 1)
        }
        try await store.set("b", to: 2)
        try await store.close()
        #expect(persisted.texts == ["a": "1", "b": "2"])
        await #expect(throws: StoreError.closed) { try await store.get("a") }
    }

    @Test func `several that close at once come to the same end`() async throws {
        let persisted = try await PersistedStore()
        let store = persisted.store
        try await store.set("a", to: 1)
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await store.close() } }
            try await group.waitForAll()
        }
        #expect(persisted.texts == ["a": "1"])
    }

    @Test(arguments: [PersistenceMode.writeBehind, .writeThrough])
    func `a write that races with it takes effect and is written down, or throws`(
        mode: PersistenceMode
    ) async throws {
        let persisted = try await PersistedStore(mode)
        let store = persisted.store
        let accepted = try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    var accepted: [String] = []
                    do {
                        for number in 0..<5_000 {
                            if number.isMultiple(of: 20) { await Task.yield() }
                            try await store.set("\(task) \(number)", to: number)
                            accepted.append("\(task) \(number)")
                        }
                    } catch StoreError.closed {}
                    return accepted
                }
            }
            await persisted.adapter.waitForCommits(mode == .writeThrough ? 5 : 0)
            try await store.close()
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(persisted.texts.keys) == Set(accepted))
    }
}
