import AgentKV
import AgentKVTesting
import Testing

@Suite("Writing through", .timeLimit(.minutes(10)))
struct WriteThroughTests {
    @Test func `a call returns when what it wrote is durable`() async throws {
        let persisted = try await PersistedStore(.writeThrough)
        let store = persisted.store
        try await store.set("a", to: 1)
        #expect(persisted.texts == ["a": "1"])
        try await store.mset(["b": 1, "c": 1, "d": 1, "e": 1])
        #expect(persisted.texts.count == 5)
        try await store.increment("a")
        #expect(persisted.texts["a"] == "2")
        try await store.increment("new", by: 3)
        #expect(persisted.texts["new"] == "3")
        try await store.update("a", as: Int.self) { $0 = 7 }
        #expect(persisted.texts["a"] == "7")
        try await store.delete("b")
        #expect(persisted.texts["b"] == nil)
        try await store.deleteAll(prefix: "c")
        #expect(persisted.texts["c"] == nil)
        try await store.listAppend("list", items: [1])
        #expect(persisted.texts["list"] == "[1]")
        try await store.listAppendUnique("unique", items: [["id": 1]])
        #expect(persisted.texts["unique"] == "[{\"id\":1}]")
        _ = try await store.listPopAll("list")
        #expect(persisted.texts["list"] == nil)
        _ = try await store.listPopAll("unique", as: [String: Int].self)
        #expect(persisted.texts["unique"] == nil)
        try await store.setIfAbsent("f", to: [1])
        #expect(persisted.texts["f"] == "[1]")
        try await store.transaction { tx in
            try tx.set("t", to: 1)
            try tx.delete("f")
        }
        #expect(persisted.texts == ["a": "7", "d": "1", "e": "1", "new": "3", "t": "1"])
        try await store.expire("d", ttl: .seconds(5))
        #expect(persisted.memory.entries[1].expiresAt != nil)
        try await store.persist("d")
        #expect(persisted.memory.entries[1].expiresAt == nil)
    }

    @Test func `an instance that has become no JSON fails its own calls, and no others`()
        async throws
    {
        let persisted = try await PersistedStore(.writeThrough)
        let store = persisted.store
        let shared = Gauge(1)
        try await store.set("shared", to: shared)
        shared.set(.nan)
        for seconds in 5...6 {
            let error = await #expect(throws: StoreError.self) {
                try await store.expire("shared", ttl: .seconds(seconds))
            }
            guard case .notYetDurable("shared", _)? = error else {
                Issue.record("it is not durable, and the error is \(String(describing: error))")
                return
            }
            try await store.set("b", to: 2)
            try await store.mset(["c": 3, "d": 4])
        }
        #expect(persisted.texts == ["shared": "1.0", "b": "2", "c": "3", "d": "4"])
        await #expect(throws: StoreError.self) { try await store.flush() }
        shared.set(3)
        try await store.set("b", to: 5)
        try await store.flush()
        #expect(persisted.texts["shared"] == "3.0")
    }

    @Test func `a call that changes nothing does not wait`() async throws {
        let persisted = try await PersistedStore(.writeThrough)
        let store = persisted.store
        try await store.set("a", to: 1)
        try await store.listAppendUnique("list", items: [["id": 1]])
        persisted.adapter.holdCommits()
        async let held = store.set("b", to: 1)
        await persisted.adapter.waitForCommits(3)

        #expect(try await store.delete("absent") == false)
        #expect(try await store.setIfAbsent("a", to: 2) == false)
        #expect(try await store.persist("a"))
        #expect(try await store.expire("absent", ttl: .seconds(1)) == false)
        #expect(try await store.listAppendUnique("list", items: [["id": 1]]).count == 1)
        #expect(try await store.listPopAll("a") == [])
        #expect(try await store.deleteAll(prefix: "absent") == 0)
        #expect(try await store.transaction { try $0.get("a", default: 0) } == 1)
        await #expect(throws: CancellationError.self) {
            try await store.transaction { tx in
                try tx.set("a", to: 5)
                throw CancellationError()
            }
        }
        #expect(try await store.get("b") == 1)
        persisted.adapter.letGo()
        _ = try await held
    }

    @Test func `calls that come during a commit share the next one`() async throws {
        let persisted = try await PersistedStore(.writeThrough)
        let (store, adapter) = (persisted.store, persisted.adapter)
        adapter.holdCommits()
        try await withThrowingTaskGroup { group in
            group.addTask { try await store.set("first", to: 0) }
            await adapter.waitForCommits(1)
            for number in 0..<50 {
                group.addTask { try await store.set("key \(number)", to: number) }
            }
            while await store.count() < 51 { await Task.yield() }
            adapter.letGo()
            try await group.waitForAll()
        }
        #expect(adapter.batches.map { $0.entries.count } == [1, 50])
    }

    @Test func `a failed commit is told as not yet durable, and tried again`() async throws {
        let persisted = try await PersistedStore(.writeThrough)
        let store = persisted.store
        try await store.set("counter", to: 1)
        persisted.adapter.failCommits()
        let failed: [(String, @Sendable () async throws -> Void)] = [
            ("a", { try await store.set("a", to: 1) }),
            ("b", { try await store.setIfAbsent("b", to: 1) }),
            ("m", { try await store.mset(["m": 1]) }),
            ("counter", { try await store.increment("counter") }),
            ("list", { try await store.listAppend("list", items: [1]) }),
            ("t", { _ = try await store.transaction { try $0.set("t", to: 1) } }),
            ("b", { try await store.delete("b") }),
        ]
        for (key, call) in failed {
            let error = await #expect(throws: StoreError.self) { try await call() }
            #expect(error == .notYetDurable(key: key, reason: error?.reason ?? ""))
            #expect(error?.reason.contains("Failure") == true)
        }
        #expect(try await store.get("counter") == 2)
        #expect(await !store.exists("b"))
        #expect(persisted.texts == ["counter": "1"])
        persisted.adapter.recover()
        try await store.set("c", to: 1)
        let expected = ["a": "1", "c": "1", "counter": "2", "list": "[1]", "m": "1", "t": "1"]
        #expect(persisted.texts == expected)
    }

    @Test func `a cancelled call returns the outcome of its write`() async throws {
        let persisted = try await PersistedStore(.writeThrough)
        let (store, adapter) = (persisted.store, persisted.adapter)
        adapter.holdCommits()
        let writer = Task { try await store.set("a", to: 1) }
        await adapter.waitForCommits(1)
        writer.cancel()
        adapter.letGo()
        _ = try await writer.value
        #expect(persisted.texts == ["a": "1"])

        adapter.holdCommits()
        adapter.failCommits(1)
        let failing = Task { try await store.set("a", to: 2) }
        await adapter.waitForCommits(2)
        failing.cancel()
        adapter.letGo()
        let error = await #expect(throws: StoreError.self) { try await failing.value }
        #expect(error == .notYetDurable(key: "a", reason: error?.reason ?? ""))
        #expect(try await store.get("a") == 2)
    }
}
