import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct NoteTests {
    private let clock = ManualClock()

    private func open() async throws -> SQLiteDatabase {
        try await SQLiteDatabase.inMemory(configuration: .at(clock))
    }

    @Test func `a note is set, read, listed and deleted in a transaction`() async throws {
        let store = try await open().store(instance: "a")
        try await store.transaction { tx in
            try tx.setNote("b", of: "k", to: StoreValue(2))
            try tx.setNote("a", of: "k", to: StoreValue(1))
            try tx.setNote("a", of: "l", to: StoreValue(3))
        }
        try await store.transaction { tx in
            let value = try tx.note("a", of: "k")?.value.json(for: "", limits: tx.limits)
            #expect(value == 1)
            let names = [
                try tx.noteNames(of: "k"), try tx.noteNames(of: "k", prefix: "b"),
                try tx.noteNames(of: "k", limit: 1),
            ]
            #expect(names == [["a", "b"], ["b"], ["a"]])
            let deletions = [try tx.deleteNote("a", of: "k"), try tx.deleteNote("a", of: "k")]
            #expect(deletions == [true, false])
        }
        #expect(try await !store.hasNote("a", of: "k"))
        #expect(try await store.hasNote("a", of: "l"))
    }

    @Test func `no call for keys sees a note, and nobody is told of one`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let events = database.events()
        let changes = store.changes()
        try await store.transaction { tx in
            try tx.setNote("n", of: "k", to: StoreValue(1))
            let (keys, count) = (try tx.keys(), try tx.count())
            #expect(keys == [])
            #expect(count == 0)
        }
        #expect(try await store.keys() == [])
        #expect(try await store.count() == 0)
        #expect(try await store.storedPage(prefix: "", after: nil, limit: 10).entries.isEmpty)
        #expect(try await store.statistics().sets == 0)
        #expect(try await database.getNamespaces(instance: "a") == [])
        #expect(try await database.getRecordCount(instance: "a") == 0)
        #expect(try await database.getInstance("a")?.recordCount == 0)
        #expect(try await database.query(Query(instance: "a")).records.isEmpty)
        await #expect(throws: StoreError.self) {
            try await store.get(NoteKey.key(of: "n", at: "k"))
        }
        #expect(
            try await !database.delete(
                NoteKey.key(of: "n", at: "k"),
                instance: "a",
                namespace: "default"
            )
        )
        #expect(try await store.hasNote("n", of: "k"))
        await database.close()
        #expect(await events.names == [])
        #expect(await changes.untilClosed.map(\.short) == [])
    }

    @Test func `a note raises the revision, and so does its deletion`() async throws {
        let store = try await open().store(instance: "a")
        try await store.set("k", to: 1)
        let before = try #require(try await store.entry("k", as: Int.self)?.revision)
        try await store.transaction { tx in
            try tx.setNote("n", of: "k", to: StoreValue(1))
            let set = try tx.note("n", of: "k")?.revision
            try tx.deleteNote("n", of: "k")
            let last = try tx.backend.lastRevision()
            #expect(set?.rawValue == before.rawValue + 1)
            #expect(last.rawValue == before.rawValue + 2)
        }
    }

    @Test func `what a failed transaction notes is not there`() async throws {
        let store = try await open().store(instance: "a")
        await #expect(throws: StoreError.self) {
            try await store.transaction { tx in
                try tx.setNote("n", of: "k", to: StoreValue(1))
                try tx.set("", to: 1)
            }
        }
        #expect(try await !store.hasNote("n", of: "k"))
    }

    @Test func `a note lives as long as it is given, and is then freed beside the entries`()
        async throws
    {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.transaction { tx in
            try tx.setNote("short", of: "k", to: StoreValue(1), ttl: .seconds(1))
            try tx.setNote("long", of: "k", to: StoreValue(1))
        }
        clock.advance(by: .milliseconds(999))
        #expect(try await store.hasNote("short", of: "k"))
        clock.advance(by: .milliseconds(1))
        #expect(try await !store.hasNote("short", of: "k"))
        #expect(try await database.noteCount == 2)
        #expect(try await store.purgeExpired(limit: 0) == 0)
        #expect(try await database.noteCount == 2)
        #expect(try await store.purgeExpired() == 0, "it counts entries")
        #expect(try await database.noteCount == 1)
        #expect(try await store.hasNote("long", of: "k"))
    }

    @Test func `notes go with the keys that they belong to`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let other = try await database.store(instance: "a", namespace: "other")
        for store in [store, other] {
            try await store.transaction { tx in
                for key in ["k", "k1", "l"] {
                    try tx.set(key, to: 1)
                    try tx.setNote("n", of: key, to: StoreValue(1))
                }
            }
        }
        #expect(try await store.deleteAll(prefix: "k\0") == 0)
        #expect(try await store.transaction { try $0.deleteAll(prefix: "k\0") } == 0)
        #expect(try await database.noteCount == 6)
        #expect(try await store.deleteAll(prefix: "k") == 2)
        #expect(try await database.noteCount == 4)
        #expect(try await store.hasNote("n", of: "l"))
        #expect(try await store.transaction { try $0.deleteAll(prefix: "l") } == 1)
        #expect(try await database.noteCount == 3)
        #expect(try await database.deleteNamespace("other", instance: "a") == 3)
        #expect(try await database.noteCount == 0)
        try await store.transaction { try $0.setNote("n", of: "k", to: StoreValue(1)) }
        #expect(try await database.deleteInstance("a"))
        #expect(try await database.noteCount == 0)
        await #expect(throws: StoreError.self) {
            try await store.transaction { try $0.setNote("n", of: "k", to: StoreValue(1)) }
        }
        #expect(try await database.checkIntegrity().isEmpty)
    }
}

extension SQLiteStore {
    func hasNote(_ name: String, of key: String) async throws -> Bool {
        try await transaction { try $0.note(name, of: key) != nil }
    }
}

extension SQLiteDatabase {
    /// How many notes there are, also those whose lifetime has ended.
    var noteCount: Int {
        get async throws {
            Int(try await strings("SELECT count(*) FROM kv_notes").first ?? "") ?? -1
        }
    }
}
