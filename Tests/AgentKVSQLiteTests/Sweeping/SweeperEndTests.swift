import AgentKVTesting
import CSQLite
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct SweeperEndTests {
    private let clock = ManualClock()

    @Test func `closing the database ends the sleep`() async throws {
        let database = try await SQLiteDatabase.inMemory(
            configuration: .at(clock, sweeps: true)
        )
        try await database.store(instance: "a").set("k", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        await database.close()
        #expect(clock.sleeperCount == 0)
        #expect(database.wakeOfSweeper == nil)
    }

    @Test func `a database that is let go is gone, and its sleeper too`() async throws {
        weak var gone: SQLiteDatabase?
        do {
            let database = try await SQLiteDatabase.inMemory(
                configuration: .at(clock, sweeps: true)
            )
            gone = database
            try await database.store(instance: "a").set("k", to: 1, ttl: .seconds(1))
            await clock.waitForSleepers()
        }
        #expect(gone == nil)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `a database that does not sweep never sleeps`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(1))
        #expect(database.sweeper == nil)
        clock.advance(by: .seconds(1))
        #expect(try await store.purgeExpired() == 1)
    }

    @Test func `a sweep that fails is tried again, later each time, and nobody gets the error`()
        async throws
    {
        let files = try FaultyFiles()
        let database = try await files.open("test.sqlite", .at(clock, sweeps: true))
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(1))
        let events = database.events()
        await clock.waitForSleepers()
        files.fail([.write(.log)], with: SQLITE_FULL)
        clock.advance(by: .seconds(1))
        for pause in [1, 2, 4] {
            await clock.waitForSleepers()
            let now = clock.wallClock.nanoseconds / 1_000_000
            #expect(database.wakeOfSweeper == now + Int64(pause) * 1_000)
            #expect(try await database.strings("SELECT key FROM kv_store") == ["k"])
            if pause == 4 { files.recover() }
            clock.advance(by: .seconds(pause))
        }
        for await event in events where event.short == "-k" { break }
        #expect(try await database.strings("SELECT key FROM kv_store") == [])
    }

    @Test func `a time of day that is set back does not put the sweep off`() async throws {
        let day = SetDay(clock)
        let database = try await SQLiteDatabase.inMemory(
            configuration: day.configuration(sweeps: true)
        )
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(2))
        let events = database.events()
        day.set(by: -3_600)
        try await store.set("slower", to: 1, ttl: .seconds(19))
        await clock.waitForSleepers()
        clock.advance(by: .seconds(2))
        // It has woken, looked at the time, which goes on slower, and sleeps again.
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        for await event in events where event.short == "-k" { break }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(17))
        for await event in events where event.short == "-slower" { break }
        #expect(try await database.strings("SELECT key FROM kv_store") == [])
    }

    @Test func `the time of stores is that of the clock it sleeps by`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let before = store.backend.coordinator.time.now()
        clock.advance(by: .seconds(5))
        #expect(store.backend.coordinator.time.now() == before.advanced(by: .seconds(5)))
    }
}
