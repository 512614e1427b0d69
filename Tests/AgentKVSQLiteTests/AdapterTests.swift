import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Testing

@Suite struct AdapterTests {
    @Test(arguments: PersistenceCheck.all)
    func `a namespace keeps what a store expects of an adapter`(
        _ check: PersistenceCheck
    ) async throws {
        try await check.run(on: .sqliteFile)
    }

    @Test(arguments: StoreCheck.all)
    func `a store in memory over a namespace keeps the contract`(
        _ check: StoreCheck
    ) async throws {
        try await check.run(on: .persistedInSQLite)
    }

    @Test(arguments: [1, 2, 3, 5] as [UInt64])
    func `a store in memory over a namespace has the outcome of a plain model`(
        _ seed: UInt64
    ) async throws {
        try await StoreSimulation(seed: seed).run(on: .persistedInSQLite)
    }

    @Test func `a second store finds what the first has closed with`() async throws {
        let file = TemporaryFile()
        let clock = ManualClock()
        let first = try await SQLiteDatabase(path: file.path, configuration: .at(clock))
        let kv = try await TransientStore(
            clock: clock,
            persistence: first.store(instance: "runs"),
            wallClock: clock.wallClock
        )
        try await kv.set("plan", to: ["boil", "pour"])
        try await kv.set("lease", to: 1, ttl: .seconds(5))
        try await kv.delete("plan of yesterday")
        try await kv.listAppendUnique("inbox", items: [["id": 1]])
        let revision = try await kv.entry("inbox", as: JSONValue.self)?.revision
        try await kv.close()
        await first.close()

        let second = try await SQLiteDatabase(path: file.path, configuration: .at(clock))
        let again = try await TransientStore(
            clock: clock,
            persistence: second.store(instance: "runs"),
            wallClock: clock.wallClock
        )
        #expect(try await again.get("plan", as: [String].self) == ["boil", "pour"])
        #expect(try await again.entry("inbox", as: JSONValue.self)?.revision == revision)
        #expect(try await again.listPopAll("inbox") == [["id": 1]])
        clock.advance(by: .seconds(5))
        #expect(await !again.exists("lease"))
        try await again.set("next", to: 1)
        let next = try #require(try await again.entry("next", as: Int.self)?.revision)
        #expect(try next > #require(revision))
        try await again.close()
        await second.close()
    }
}
