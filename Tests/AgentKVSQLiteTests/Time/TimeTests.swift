import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct TimeTests {
    @Test func `a clock that is set back revives nothing`() async throws {
        let day = SetDay()
        let database = try await SQLiteDatabase.inMemory(configuration: day.configuration())
        let kv = try await database.store(instance: "a")
        try await kv.set("lease", to: 1, ttl: .seconds(1))
        day.pass(1)
        #expect(try await kv.get("lease") == nil)
        day.set(by: -10)
        #expect(try await kv.get("lease") == nil)
        #expect(try await kv.setIfAbsent("lease", to: 2))
    }

    @Test func `a clock that is set back revives nothing in a file that is opened again`()
        async throws
    {
        let day = SetDay()
        let file = TemporaryFile()
        for isFirst in [true, false] {
            let database = try await SQLiteDatabase(
                path: file.path,
                configuration: day.configuration()
            )
            let kv = try await database.store(instance: "a")
            if isFirst { try await kv.set("lease", to: 1, ttl: .seconds(1)) }
            if isFirst { day.pass(1) } else { day.set(by: -10) }
            #expect(try await kv.get("lease") == nil)
            await database.close()
        }
    }

    @Test func `what has expired is freed in all namespaces, up to the limit`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        for (instance, namespace) in [("a", "n"), ("a", "m"), ("b", "n")] {
            let kv = try await database.store(instance: instance, namespace: namespace)
            try await kv.mset(["x": 1, "y": 2], ttl: .seconds(1))
            try await kv.set("endless", to: 3)
        }
        #expect(try await database.purgeExpired() == 0)
        clock.advance(by: .seconds(1))
        #expect(try await database.purgeExpired(limit: 5) == 5)
        #expect(try await database.purgeExpired() == 1)
        #expect(try await database.purgeExpired() == 0)
        #expect(try await database.getRecordCount(instance: "a") == 2)
        await #expect(throws: StoreError.self) { try await database.purgeExpired(limit: -1) }
    }

    @Test func `an adapter's entry over a record that has expired is a new record`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let kv = try await database.store(instance: "a")
        let old = try await database.set(
            "k",
            to: 1,
            instance: "a",
            namespace: kv.namespace,
            metadata: ["note": 1],
            ttl: .seconds(1)
        )
        clock.advance(by: .seconds(1))
        let revision = Revision(rawValue: old.revision.rawValue + 1)
        let entry = PersistedEntry(key: "k", json: "2", revision: revision)
        try await kv.commit(
            PersistenceBatch(entries: [entry], removed: [], revision: revision)
        )
        let new = try #require(
            try await database.record("k", instance: "a", namespace: kv.namespace)
        )
        #expect(new.value == 2)
        #expect(new.id != old.id)
        #expect(new.createdAt > old.createdAt)
        #expect(new.metadata == nil)
    }
}
