import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct SweepTests {
    private let clock = ManualClock()

    private func open() async throws -> SQLiteDatabase {
        try await SQLiteDatabase.inMemory(configuration: .at(clock, sweeps: true))
    }

    @Test func `what expires is freed at its deadline, and told`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let other = try await database.store(instance: "b", namespace: "n")
        var changes = store.changes().makeAsyncIterator()
        var others = other.changes().makeAsyncIterator()
        try await store.set("kept", to: 1)
        try await store.set("k", to: 1, ttl: .seconds(1))
        try await other.set("k", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(999))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .milliseconds(1))
        for kind in ["set kept", "set k", "expired k"] {
            #expect(try await changes.next()?.short == kind)
        }
        for kind in ["set k", "expired k"] { #expect(try await others.next()?.short == kind) }
        #expect(try await database.strings("SELECT key FROM kv_store") == ["kept"])
        #expect(try await store.statistics().expirations == 1)
    }

    @Test func `while nothing expires nobody sleeps, and otherwise one does`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1)
        #expect(database.wakeOfSweeper == nil)
        try await store.set("k", to: 1, ttl: .seconds(9))
        #expect(database.wakeOfSweeper != nil)
        for seconds in [7, 8, 5, 6, 3] {
            try await store.set("\(seconds)", to: 1, ttl: .seconds(seconds))
        }
        try await database.store(instance: "b").set("k", to: 1, ttl: .seconds(4))
        await clock.waitForSleepers()
        #expect(clock.sleeperCount == 1)
        let now = clock.wallClock.nanoseconds / 1_000_000
        #expect(database.wakeOfSweeper == now + 3_000)
    }

    @Test func `a lifetime that was taken away frees nothing, and then nobody sleeps`()
        async throws
    {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(1))
        try await store.set("next", to: 1, ttl: .seconds(2))
        try await store.persist("k")
        let events = database.events()
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers()
        try await store.persist("next")
        try await store.set("last", to: 1, ttl: .milliseconds(1_001))
        clock.advance(by: .milliseconds(1_001))
        for await event in events where event.short == "-last" { break }
        #expect(try await store.keys() == ["k", "next"])
        // The sweep that freed it goes on to its end, and its last look finds nothing.
        try await database.write { _ in }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `what is due of keys is noticed, and the lifetimes of imports and adapters are`()
        async throws
    {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let now = clock.wallClock.nanoseconds / 1_000_000
        try await store.metadata { backend in
            let due = StoreInstant(nanoseconds: (now + 3_000) * 1_000_000)
            try backend.set("n", of: "k", to: 1, due: due)
        }
        #expect(database.wakeOfSweeper == now + 3_000)
        let batch = PersistenceBatch(
            entries: [
                PersistedEntry(
                    key: "k",
                    json: "1",
                    revision: Revision(rawValue: 50),
                    expiresAt: now + 2_000
                )
            ],
            removed: [],
            revision: Revision(rawValue: 50)
        )
        try await store.commit(batch)
        #expect(database.wakeOfSweeper == now + 2_000)
        let line = #"{"key":"l","value":1,"expiresAt":\#(now + 1_000)}"#
        try await database.importLines(stream([line]), into: "a", namespace: "default")
        #expect(database.wakeOfSweeper == now + 1_000)
        let events = database.events()
        await clock.waitForSleepers()
        clock.advance(by: .seconds(4))
        var freed: Set<String> = []
        for await event in events {
            freed.insert(event.short)
            if freed.count == 2 { break }
        }
        #expect(freed == ["-k", "-l"])
        try await database.write { _ in }
    }

    @Test func `a great many that expire together are freed in parts, and others get their turn`()
        async throws
    {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.transaction { tx in
            for number in 0..<1_000 { try tx.set("\(number)", to: 1, ttl: .seconds(1)) }
        }
        let commits = try await database.countCommits()
        let events = database.events(capacity: 10_000)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        var count = 0
        for await event in events where event.short.hasPrefix("-") {
            count += 1
            if count == 1_000 { break }
        }
        #expect(commits.value >= 1_000 / Sweeper.part)
        #expect(try await database.strings("SELECT count(*) FROM kv_store") == ["0"])
    }

    @Test func `what ends soon after a sweep shares the next one`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        for milliseconds in [1_000, 1_010, 1_050, 1_099] {
            try await store.set("\(milliseconds)", to: 1, ttl: .milliseconds(milliseconds))
        }
        let events = database.events()
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1_000))
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next()?.short == "-1000")
        await clock.waitForSleepers()
        let commits = try await database.countCommits()
        clock.advance(by: .milliseconds(99))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .milliseconds(1))
        var freed: Set<String> = []
        while freed.count < 3, let event = await iterator.next() { freed.insert(event.short) }
        #expect(freed == ["-1010", "-1050", "-1099"])
        #expect(commits.value == 1)
    }
}

extension SQLiteDatabase {
    /// When the sweeper wakes, in milliseconds; nil while it does not sleep.
    var wakeOfSweeper: Int64? { sweeper?.wake }
}
