import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// What has expired and is not freed yet when something else takes it away.
@Suite struct ExpiredPlaceTests {
    private let clock = ManualClock()

    private func open() async throws -> SQLiteDatabase {
        try await SQLiteDatabase.inMemory(configuration: .at(clock))
    }

    @Test func `of a namespace that is cleared what had expired is told as that`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(1))
        try await store.set("live", to: 1, ttl: .seconds(9))
        let (changes, events) = (store.changes(), database.events())
        clock.advance(by: .seconds(1))
        #expect(try await database.deleteNamespace("default", instance: "a") == 1)
        #expect(try await store.statistics().expirations == 1)
        #expect(try await database.purgeExpired() == 0)
        await database.close()
        let all = await changes.untilClosed
        #expect(all.map(\.short) == ["expired k", "deleted live"])
        #expect(all.haveRisingRevisions)
        #expect(await events.names == ["kvStore:record-deleted", "kvStore:namespace-cleared"])
    }

    @Test func `where nothing was live, nothing is said to be cleared`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.mset(["k": 1, "l": 2] as KeyValuePairs, ttl: .seconds(1))
        let (changes, events) = (store.changes(), database.events())
        clock.advance(by: .seconds(1))
        #expect(try await database.deleteNamespace("default", instance: "a") == 0)
        #expect(try await database.deleteNamespace("default", instance: "a") == 0)
        await database.close()
        #expect(Set(await changes.untilClosed.map(\.short)) == ["expired k", "expired l"])
        #expect(Set(await events.all.map(\.short)) == ["-k", "-l"])
    }

    @Test func `of an instance that is deleted what had expired anywhere is told as that`()
        async throws
    {
        let database = try await open()
        let first = try await database.store(instance: "a", namespace: "n")
        let second = try await database.store(instance: "a", namespace: "m")
        let other = try await database.store(instance: "b", namespace: "n")
        for store in [first, second, other] { try await store.set("k", to: 1, ttl: .seconds(1)) }
        try await first.set("live", to: 1)
        let changes = [first, second, other].map { $0.changes() }
        let events = database.events()
        clock.advance(by: .seconds(1))
        #expect(try await database.deleteInstance("a"))
        await database.close()
        #expect(await changes[0].untilClosed.map(\.short) == ["expired k", "deleted live"])
        #expect(await changes[1].untilClosed.map(\.short) == ["expired k"])
        #expect(await changes[2].untilClosed.map(\.short) == [])
        #expect(await events.all.map(\.short) == ["-k", "-k", "kvStore:instance-deleted"])
    }

    @Test func `of agent data that is cleared what had expired is told as that`() async throws {
        let database = try await open()
        let data = database.data()
        try await data.set("live", to: 1)
        let instance = try #require(try await database.listInstances().first)
        let store = try await database.store(instance: instance.id)
        try await store.set("k", to: 1, ttl: .seconds(1))
        let (changes, events) = (store.changes(), database.events())
        clock.advance(by: .seconds(1))
        #expect(try await data.clear() == 1)
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == ["expired k", "deleted live"])
        #expect(await events.all.map(\.short) == ["-k", "kvStore:namespace-cleared"])
    }

    @Test func `what a store in memory takes away after its end had expired`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let end = (clock.wallClock.nanoseconds / 1_000_000) + 1_000
        let entries = ["k", "live"].map { key in
            PersistedEntry(
                key: key,
                json: "1",
                revision: Revision(rawValue: 1),
                expiresAt: key == "k" ? end : nil
            )
        }
        let revision = Revision(rawValue: 2)
        try await store.commit(
            PersistenceBatch(entries: entries, removed: [], revision: revision)
        )
        let (changes, events) = (store.changes(), database.events())
        clock.advance(by: .seconds(1))
        try await store.commit(
            PersistenceBatch(
                entries: [],
                removed: [PersistedID(key: "k"), PersistedID(key: "live")],
                revision: revision
            )
        )
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == ["expired k", "deleted live"])
        #expect(await events.all.map(\.short) == ["-k", "-live"])
    }
}
