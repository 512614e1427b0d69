import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// Several processes that have one file open, and do not all see the same time of day.
@Suite struct SeveralDaysTests {
    private let file = TemporaryFile()
    private let clock = ManualClock()
    private let first: SetDay
    private let second: SetDay

    init() {
        (first, second) = (SetDay(clock), SetDay(clock))
    }

    private func open(_ day: SetDay) async throws -> (SQLiteDatabase, SQLiteStore) {
        let database = try await SQLiteDatabase(
            path: file.path,
            configuration: day.configuration()
        )
        return (database, try await database.store(instance: "a"))
    }

    @Test func `one who saw a wrong time takes no live key from another`() async throws {
        let (database, a) = try await open(first)
        _ = try await first.wrong(by: 3_600) { try await a.exists("x") }
        let (_, b) = try await open(second)
        try await b.set("k", to: 1, ttl: .seconds(5))
        #expect(try await a.exists("k"))
        #expect(try await database.purgeExpired() == 0)
        #expect(try await b.exists("k"))
    }

    @Test(arguments: [false, true])
    func `when one has written at a wrong time all have that time`(isOpen: Bool) async throws {
        let (database, a) = try await open(first)
        let other = isOpen ? try await open(second) : nil
        try await first.wrong(by: 3_600) { try await a.set("x", to: 1) }
        clock.advance(by: .seconds(1_000))
        let (_, b) = if let other { other } else { try await open(second) }
        try await b.set("k", to: 1, ttl: .seconds(5))
        clock.advance(by: .seconds(4))
        for store in [a, b] { #expect(try await store.exists("k")) }
        #expect(try await database.purgeExpired() == 0)
        clock.advance(by: .seconds(2))
        for store in [a, b] { #expect(try await !store.exists("k")) }
        #expect(try await database.purgeExpired() == 1)
    }

    @Test func `a lifetime that one has ended by a new time has ended for all within a second`()
        async throws
    {
        let (_, a) = try await open(first)
        let (_, b) = try await open(second)
        try await b.set("k", to: 1, ttl: .seconds(60))
        try await b.set("long", to: 1, ttl: .seconds(7_200))
        #expect(try await b.exists("k"))
        first.set(by: 3_600)
        try await a.set("x", to: 1)
        #expect(try await !a.exists("k"))
        clock.advance(by: .milliseconds(1_001))
        #expect(try await !b.exists("k"))
        #expect(try await b.exists("long"))
        try await b.set("k", to: 2, ttl: .seconds(60))
        for store in [a, b] { #expect(try await store.exists("k")) }
    }

    @Test func `who writes has the file's time at once`() async throws {
        let (_, a) = try await open(first)
        let (_, b) = try await open(second)
        try await b.set("k", to: 1, ttl: .seconds(60))
        try await first.wrong(by: 3_600) { try await a.set("x", to: 1) }
        #expect(try await b.setIfAbsent("k", to: 2))
    }

    @Test func `a process that opens the file later goes on with its time`() async throws {
        let (database, a) = try await open(first)
        try await a.set("lease", to: 1, ttl: .seconds(60))
        first.set(by: 3_600)
        try await a.set("x", to: 1)
        #expect(try await !a.exists("lease"))
        await database.close()
        let (_, b) = try await open(second)
        #expect(try await !b.exists("lease"), "its time of day has never been ahead")
        try await b.set("lease", to: 2, ttl: .seconds(60))
        clock.advance(by: .seconds(59))
        #expect(try await b.exists("lease"))
        clock.advance(by: .seconds(7))
        #expect(try await !b.exists("lease"))
    }

    @Test func `a file that others hold can be opened, and then has the time that it says`()
        async throws
    {
        let (database, a) = try await open(first)
        try await a.set("k", to: 1, ttl: .seconds(60))
        await database.close()
        let other = try Connection.foreign(file.path)
        try other.execute("BEGIN IMMEDIATE")
        second.set(by: 3_600)
        var configuration = second.configuration()
        configuration.busyTimeout = .zero
        let opened = try await SQLiteDatabase(path: file.path, configuration: configuration)
        let b = try await opened.store(instance: "a")
        #expect(try await b.exists("k"))
        try other.execute("COMMIT")
        try await b.set("x", to: 1)
        #expect(try await !b.exists("k"))
    }

    @Test func `after a new start of the machine an earlier time of day revives nothing`()
        async throws
    {
        let (database, a) = try await open(first)
        try await a.set("lease", to: 1, ttl: .seconds(60))
        clock.advance(by: .seconds(61))
        try await a.set("x", to: 1)
        await database.close()
        let again = SetDay()
        again.set(by: -600)
        let (_, b) = try await open(again)
        #expect(try await !b.exists("lease"))
        try await b.set("lease", to: 2, ttl: .seconds(60))
        again.pass(65)
        #expect(try await !b.exists("lease"))
    }

    @Test func `after a new start a later time of day ends what has ended meanwhile`() async throws
    {
        let (database, a) = try await open(first)
        try await a.set("short", to: 1, ttl: .seconds(60))
        try await a.set("long", to: 1, ttl: .seconds(3_600))
        await database.close()
        let again = SetDay()
        again.set(by: 61)
        let (_, b) = try await open(again)
        #expect(try await b.keys() == ["long"])
    }

    @Test func `what a store in memory writes down means the same moment in the file`() async throws
    {
        let (database, a) = try await open(first)
        try await first.wrong(by: 3_600) { try await a.set("x", to: 1) }
        let store = try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: database.store(instance: "b"),
            wallClock: first.wallClock
        )
        try await store.set("k", to: 1, ttl: .seconds(60))
        try await store.flush()
        #expect(try await database.purgeExpired() == 0)
        clock.advance(by: .seconds(50))
        let kept = try await database.store(instance: "b").entry("k", as: Int.self)
        let left = try #require(kept?.remainingLifetime)
        #expect(left > .seconds(9) && left < .seconds(14))
        try await store.close()
        let again = try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: database.store(instance: "b"),
            wallClock: first.wallClock
        )
        #expect(try await again.get("k", as: Int.self) == 1)
        clock.advance(by: .seconds(15))
        #expect(try await again.get("k", as: Int.self) == nil)
        try await again.close()
    }
}
