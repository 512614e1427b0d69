import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// A namespace that a store in memory writes down has the messages that a store of SQLite has, and the
/// other way round.
@Suite struct PersistedInboxTests {
    private let clock = ManualClock()

    private func fill(_ store: some KeyValueStore) async throws {
        let inbox = store.inbox("i", of: String.self)
        try await inbox.send("lent", id: 1)
        try await inbox.send("short", ttl: .seconds(20))
        try await inbox.send("long")
        _ = try await inbox.reserve(lease: .seconds(10))
        let emptied = store.inbox("c", of: Int.self)
        try await emptied.send(1)
        _ = try await emptied.reserve(lease: .seconds(10))
    }

    private func check(_ store: some KeyValueStore) async throws {
        let inbox = store.inbox("i", of: String.self)
        #expect(try await inbox.send("again", id: 1) == .duplicate)
        #expect(try await store.get("i") == ["short", "long"])
        clock.advance(by: .seconds(10))
        #expect(try await inbox.count() == 3)
        #expect(try await store.get("i") == ["lent", "short", "long"])
        #expect(try await store.inbox("c", of: Int.self).count() == 1)
        clock.advance(by: .seconds(10))
        #expect(try await inbox.count() == 2)
        let lent = try await inbox.reserve(max: 9, lease: .seconds(1))
        #expect(lent.map(\.message) == ["lent", "long"])
        #expect(lent.map(\.attempt) == [2, 1])
        for delivery in lent { try await delivery.acknowledge() }
    }

    private func memory(on store: SQLiteStore) async throws -> TransientStore {
        try await TransientStore(clock: clock, sweeps: false, persistence: store)
    }

    @Test func `what a store in memory has written down`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let memory = try await memory(on: store)
        try await fill(memory)
        try await memory.close()
        try await check(store)
    }

    @Test func `what a store in memory loads`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await fill(store)
        let memory = try await memory(on: store)
        try await check(memory)
        try await memory.close()
        #expect(try await store.count() == 1)
        clock.advance(by: .seconds(3_601))
        #expect(try await store.inbox("i", of: String.self).count() == 0)
    }

    @Test func `metadata is written, handed over whenever it is due, and removed`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let now = clock.wallClock.milliseconds
        let entries = [
            PersistedEntry(key: "k", json: "1", revision: Revision(rawValue: 1)),
            PersistedEntry(
                key: "k",
                kind: "lent",
                name: "x",
                json: "[2]",
                revision: Revision(rawValue: 0),
                expiresAt: now + 1
            ),
            PersistedEntry(key: "l", kind: "list", json: "{}", revision: Revision(rawValue: 0)),
        ]
        try await store.commit(
            PersistenceBatch(entries: entries, removed: [], revision: Revision(rawValue: 9))
        )
        #expect(try await store.keys() == ["k"])
        let loaded = Lock<Set<PersistedEntry>>([])
        #expect(
            try await store.load { page in loaded.withLock { $0.formUnion(page) } }.rawValue >= 9
        )
        #expect(loaded.withLock { $0 } == Set(entries))
        for _ in 0..<2 {
            try await store.commit(
                PersistenceBatch(
                    entries: [],
                    removed: entries.dropFirst().map(\.id),
                    revision: Revision(rawValue: 9)
                )
            )
        }
        #expect(try await database.metadataCount == 0)
        #expect(try await store.get("k") == 1)
    }
}
