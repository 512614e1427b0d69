import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct SQLiteStatisticsTests {
    @Test func `what is read, set and freed counts once, and what fails does not`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await store.mset(["a": 1, "b": 2] as KeyValuePairs, ttl: .seconds(1))
        _ = try await store.get("a", as: Int.self)
        _ = try await store.get("x", as: Int.self)
        _ = try await store.mget(["a", "x", "b"], as: Int.self)
        _ = try await store.exists("a")
        _ = try await store.entry("y", as: Int.self)
        try await store.listAppend("l", items: [1])
        try await store.listAppend("l", items: [])
        _ = try await store.listPopAll("l")
        try await store.increment("n")
        await #expect(throws: StoreError.self) {
            try await store.transaction { tx in
                try tx.set("undone", to: 1)
                try tx.set("", to: 1)
            }
        }
        clock.advance(by: .seconds(1))
        try await store.purgeExpired()
        try await database.store(instance: "a", namespace: "other").set("a", to: 1)
        // Read: a, x, a, x, b, a, y, l, n.
        #expect(
            try await store.statistics()
                == StoreStatistics(hits: 5, misses: 4, sets: 4, expirations: 2, entries: 1)
        )
    }

    @Test func `stores of one place count together, also a great many sets at once`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let same = try await database.store(instance: "a")
        try await store.transaction { tx in
            for number in 0..<2_500 { try tx.set("\(number)", to: number) }
        }
        #expect(try await same.statistics() == StoreStatistics(sets: 2_500, entries: 2_500))
    }
}
