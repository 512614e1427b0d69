import AgentKV
import AgentKVTesting
import Testing

@Suite("Statistics of a TransientStore")
struct StatisticsTests {
    private let clock = ManualClock()
    private let store: TransientStore

    init() {
        store = TransientStore(clock: clock, sweeps: false)
    }

    @Test func `a store that nobody has used has none`() async {
        #expect(await store.statistics() == StoreStatistics())
        #expect(await store.statistics().hitRatio == nil)
    }

    @Test func `each key that is read counts as a hit or a miss`() async throws {
        try await store.mset(["a": 1, "b": 2])
        _ = try await store.get("a", as: Int.self)
        _ = try await store.get("x", as: Int.self)
        _ = try await store.entry("a", as: Int.self)
        _ = await store.exists("b")
        _ = await store.exists("y")
        _ = try await store.mget(["a", "x", "b"], as: Int.self)
        try await store.transaction { tx in _ = try tx.get("a", as: Int.self) }
        #expect(
            await store.statistics() == StoreStatistics(hits: 6, misses: 3, sets: 2, entries: 2)
        )
        #expect(await store.statistics().hitRatio == 6.0 / 9)
    }

    @Test func `a call that looks before it writes counts as both`() async throws {
        try await store.increment("counter")
        try await store.increment("counter")
        try await store.update("counter", as: Int.self) { $0? += 1 }
        #expect(try await store.setIfAbsent("counter", to: 9) == false)
        #expect(
            await store.statistics() == StoreStatistics(hits: 3, misses: 1, sets: 3, entries: 1)
        )
    }

    @Test func `an append counts if it adds something`() async throws {
        try await store.listAppendUnique("list", items: [["id": 1]])
        try await store.listAppendUnique("list", items: [["id": 1]])
        try await store.listAppend("list", items: [2])
        #expect(await store.statistics() == StoreStatistics(sets: 2, entries: 1))
        #expect(try await store.listPopAll("list").count == 2)
        #expect(try await store.listPopAll("list").isEmpty)
        #expect(await store.statistics() == StoreStatistics(hits: 1, misses: 1, sets: 2))
    }

    @Test func `what a failed transaction wrote does not count, what it read does`() async throws {
        try await store.set("a", to: 1, ttl: .seconds(1))
        clock.advance(by: .seconds(1))
        await #expect(throws: CancellationError.self) {
            try await store.transaction { tx in
                try tx.set("a", to: 2)
                _ = try tx.get("a")
                throw CancellationError()
            }
        }
        #expect(await store.statistics() == StoreStatistics(hits: 1, sets: 1, expirations: 1))
    }

    @Test func `an expired entry counts once, however it goes`() async throws {
        for key in ["purged", "overwritten", "counted"] {
            try await store.set(key, to: 1, ttl: .seconds(1))
        }
        clock.advance(by: .seconds(1))
        try await store.set("overwritten", to: 2)
        try await store.purgeExpired(limit: 1)
        #expect(await store.count() == 1)
        #expect(await store.statistics() == StoreStatistics(sets: 4, expirations: 3, entries: 1))
    }

    @Test func `deletions are neither expirations nor evictions`() async throws {
        try await store.mset(["a": 1, "b:1": 2, "b:2": 3])
        try await store.delete("a")
        try await store.deleteAll(prefix: "b:")
        #expect(await store.statistics() == StoreStatistics(sets: 3))
    }

    @Test func `no read of many tasks is lost`() async throws {
        try await store.set("a", to: 1)
        try await withThrowingTaskGroup { group in
            for task in 0..<20 {
                group.addTask {
                    for _ in 0..<500 {
                        _ = try await store.get(task.isMultiple(of: 2) ? "a" : "x", as: Int.self)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(
            await store.statistics()
                == StoreStatistics(hits: 5_000, misses: 5_000, sets: 1, entries: 1)
        )
    }
}
