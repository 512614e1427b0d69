import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// What holds in every store, whatever becomes of the time of day.
@Suite struct WrongDayTests {
    enum Kind: CaseIterable {
        case memory, sqlite, persisted

        func store(_ day: SetDay) async throws -> any KeyValueStore {
            switch self {
            case .memory: TransientStore(clock: day.clock, sweeps: false)
            case .sqlite: try await database(day).store(instance: "a")
            case .persisted:
                try await TransientStore(
                    clock: day.clock,
                    sweeps: false,
                    persistence: database(day).store(instance: "a"),
                    wallClock: day.wallClock
                )
            }
        }

        private func database(_ day: SetDay) async throws -> SQLiteDatabase {
            try await SQLiteDatabase.inMemory(configuration: day.configuration())
        }
    }

    private let day = SetDay()

    @Test(arguments: Kind.allCases)
    func `what is given after a wrong moment ends in time`(_ kind: Kind) async throws {
        let store = try await kind.store(day)
        _ = try await day.wrong(by: 3_600) { try await store.exists("x") }
        #expect(try await store.setIfAbsent("leader", to: 1, ttl: .seconds(1)))
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(7)
        _ = try await inbox.reserve(max: 1, lease: .seconds(5))
        _ = try await store.value(for: "loaded", ttl: .seconds(5)) { 1 }
        day.pass(10)
        #expect(try await store.setIfAbsent("leader", to: 2, ttl: .seconds(1)))
        #expect(try await inbox.drain() == [7])
        #expect(try await store.value(for: "loaded") { 2 } == 2)
    }

    @Test(arguments: Kind.allCases)
    func `so it does after a write at a wrong moment`(_ kind: Kind) async throws {
        let store = try await kind.store(day)
        try await day.wrong(by: 3_600) {
            try await store.set("during", to: 1, ttl: .seconds(5))
        }
        try await store.set("after", to: 1, ttl: .seconds(5))
        day.pass(4)
        #expect(try await store.exists("during"))
        #expect(try await store.exists("after"))
        day.pass(2)
        #expect(try await !store.exists("during"))
        #expect(try await !store.exists("after"))
    }

    @Test(arguments: Kind.allCases)
    func `a wrong moment of who reads ends no lifetime`(_ kind: Kind) async throws {
        let store = try await kind.store(day)
        try await store.set("k", to: 1, ttl: .seconds(7_200))
        for _ in 0..<3 {
            day.pass(2)
            _ = try await day.wrong(by: 3_600) { try await store.exists("k") }
            #expect(try await store.exists("k"))
        }
        day.pass(7_193)
        #expect(try await store.exists("k"))
        day.pass(2)
        #expect(try await !store.exists("k"))
    }

    @Test(arguments: Kind.allCases)
    func `lifetimes go on when the time of day is set back`(_ kind: Kind) async throws {
        let store = try await kind.store(day)
        try await store.set("before", to: 1, ttl: .seconds(100))
        day.set(by: -600)
        try await store.set("after", to: 1, ttl: .seconds(100))
        day.pass(99)
        #expect(try await store.exists("before"))
        #expect(try await store.exists("after"))
        day.pass(10)
        #expect(try await !store.exists("before"))
        #expect(try await !store.exists("after"))
    }

    @Test(arguments: [-600, 3_600] as [Int64])
    func `the times of records do not go back, and do not stand still`(_ jump: Int64) async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: day.configuration())
        try await database.createInstance(name: "a")
        var last: Record?
        for step in 0..<9 {
            if step == 3 { day.set(by: jump) }
            if step == 5 { day.set(by: -jump) }
            let record = try await database.set("k", to: step, instance: "a", namespace: "n")
            if let last { #expect(record.updatedAt > last.updatedAt) }
            last = record
            day.pass(1)
        }
    }

    @Test func `a time of day that stays ahead is that of who reads, too`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: day.configuration())
        let kv = try await database.store(instance: "a")
        try await kv.set("k", to: 1, ttl: .seconds(7_200))
        let commits = try await database.countCommits()
        day.set(by: 3_600)
        for _ in 0..<2 {
            #expect(commits.value == 0)
            day.pass(2)
            let left = try #require(try await kv.entry("k", as: Int.self)?.remainingLifetime)
            #expect(left > .seconds(3_600))
        }
        // What it has asked for comes before what is asked for now.
        while commits.value == 0 { await Task.yield() }
        let left = try #require(try await kv.entry("k", as: Int.self)?.remainingLifetime)
        #expect(left <= .seconds(3_600))
    }
}
