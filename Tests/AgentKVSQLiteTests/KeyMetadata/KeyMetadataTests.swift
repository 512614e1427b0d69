import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct KeyMetadataTests {
    private let clock = ManualClock()

    private func open() async throws -> SQLiteDatabase {
        try await SQLiteDatabase.inMemory(configuration: .at(clock))
    }

    private var now: Int64 { clock.wallClock.nanoseconds }

    @Test func `metadata is set, read, replaced and removed by kind and name`() async throws {
        let store = try await open().store(instance: "a")
        try await store.metadata { backend in
            try backend.set("a", of: "k", to: 1)
            try backend.set("b", of: "k", to: 2)
            try backend.set("a", of: "l", to: 3)
            try backend.set("a", of: "k", to: 4)
            try backend.setMetadata(MetadataID(key: "k", kind: "other", name: "b"), to: nil)
        }
        try await store.metadata { backend in
            let values = [
                try backend.value("a", of: "k"), try backend.value("b", of: "k"),
                try backend.value("a", of: "l"), try backend.value("b", of: "l"),
            ]
            #expect(values == [4, 2, 3, nil])
            let keys = [
                try backend.keysWithQueues(prefix: ""), try backend.keysWithQueues(prefix: "l"),
                try backend.keysWithQueues(prefix: "m"),
            ]
            #expect(keys == [["k", "l"], ["l"], []])
            try backend.setMetadata(MetadataID(key: "k", kind: "test", name: "a"), to: nil)
            let left = try backend.value("a", of: "k")
            #expect(left == nil)
        }
        #expect(try await store.database.metadataCount == 2)
    }

    @Test func `what is due first comes first, and what is never due last`() async throws {
        let store = try await open().store(instance: "a")
        let now = now
        try await store.metadata { backend in
            let all: [(String, Int64?)] = [
                ("z", 3), ("never", nil), ("y", 1), ("b", 2), ("a", 2),
            ]
            for (name, due) in all {
                let due = due.map { StoreInstant(nanoseconds: now + $0 * 1_000_000) }
                try backend.set(name, of: "k", to: 1, due: due)
            }
            try backend.set("far", of: "k", to: 1, due: StoreInstant(nanoseconds: .max))
            let names = try [0, 1, 4, 9].map { limit in
                try backend.metadata(of: "k", kind: "test", limit: limit).map(\.name)
            }
            #expect(names[0] == [])
            #expect(names[1] == ["y"])
            #expect(names[2] == ["y", "a", "b", "z"])
            #expect(names[3] == ["y", "a", "b", "z", "far", "never"])
        }
    }

    @Test func `it is due no sooner than said, and SQL and Swift say the same of it`() async throws
    {
        let store = try await open().store(instance: "a")
        for offset in [-1_000_000, -1, 0, 1, 999_999, 1_000_000] as [Int64] {
            let due = StoreInstant(nanoseconds: now + offset)
            try await store.metadata { backend in
                try backend.set("n", of: "k", to: 1, due: due)
                let read = try backend.metadata(MetadataID(key: "k", kind: "test", name: "n"))?.due
                #expect(
                    read.map { $0 >= due && $0.nanoseconds < due.nanoseconds + 1_000_000 } == true
                )
                let isDue = try #require(read).nanoseconds <= now
                let found = try backend.dueMetadata(limit: 9).map(\.name)
                #expect(found == (isDue ? ["n"] : []))
                #expect(isDue == (offset <= 0))
            }
        }
    }

    @Test func `no call for keys sees it, and nobody is told of it`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let events = database.events()
        let changes = store.changes()
        try await store.metadata { try $0.set("n", of: "k", to: 1) }
        #expect(try await store.keys() == [])
        #expect(try await store.count() == 0)
        let page = try await store.backend.performReadPage(prefix: "", after: nil, limit: 10)
        #expect(page.entries.isEmpty)
        #expect(try await store.statistics().sets == 0)
        #expect(try await database.getNamespaces(instance: "a") == [])
        #expect(try await database.getRecordCount(instance: "a") == 0)
        #expect(try await database.query(Query(instance: "a")).records.isEmpty)
        await database.close()
        #expect(await events.names == [])
        #expect(await changes.untilClosed.map(\.short) == [])
    }

    @Test func `what a failed transaction sets or removes is as it was`() async throws {
        let store = try await open().store(instance: "a")
        try await store.metadata { try $0.set("kept", of: "k", to: 1) }
        await #expect(throws: StoreError.self) {
            try await store.transaction { tx in
                try tx.backend.root.metadata.set("n", of: "k", to: 1)
                try tx.deleteAll(prefix: "k")
                try tx.set("", to: 1)
            }
        }
        try await store.metadata { backend in
            let values = [try backend.value("kept", of: "k"), try backend.value("n", of: "k")]
            #expect(values == [1, nil])
        }
    }

    @Test func `it goes with the namespace and the instance that it is in`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let other = try await database.store(instance: "a", namespace: "other")
        for store in [store, other] {
            try await store.metadata { backend in
                for key in ["k", "k1", "l"] { try backend.set("n", of: key, to: 1) }
            }
        }
        #expect(try await store.deleteAll(prefix: "k") == 0)
        #expect(try await database.metadataCount == 4)
        #expect(try await store.transaction { try $0.deleteAll(prefix: "x") } == 0)
        #expect(try await database.metadataCount == 4)
        #expect(try await database.deleteNamespace("other", instance: "a") == 0)
        #expect(try await database.metadataCount == 1)
        #expect(try await database.deleteInstance("a"))
        #expect(try await database.metadataCount == 0)
        await #expect(throws: StoreError.self) {
            try await store.metadata { try $0.set("n", of: "k", to: 1) }
        }
        #expect(try await database.checkIntegrity().isEmpty)
    }

    @Test func `metadata that nobody can settle holds up nobody, and stays`() async throws {
        let database = try await open()
        let store = try await database.store(instance: "a")
        let id = store.instanceID
        try await database.withWriter { connection in
            _ = try connection.rows(
                """
                INSERT INTO kv_metadata VALUES
                    (?1, 'default', 'a', 'lent', 'x', '{', 1), (?1, 'default', 'b', 'list', '', '1', 1),
                    (?1, 'default', 'c', 'unknown', 'n', 'null', 1)
                """,
                [.text(id)]
            ) { _ in }
        }
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(1)
        _ = try await inbox.reserve(lease: .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(try await store.get("i") == [1])
        #expect(try await database.strings("SELECT key FROM kv_metadata").contains("c"))
        #expect(try await database.checkIntegrity().count == 1)
    }
}

extension SQLiteStore {
    /// Works on metadata in a transaction.
    func metadata(_ body: @Sendable (SQLiteTransaction) throws -> Void) async throws {
        try await transaction { try body($0.backend.root.metadata) }
    }
}

extension TransactionBackend {
    /// The transaction of a SQLite store.
    var metadata: SQLiteTransaction {
        get throws { try #require(self as? SQLiteTransaction) }
    }
}

extension SQLiteTransaction {
    func set(_ name: String, of key: String, to value: Int, due: StoreInstant? = nil) throws {
        try setMetadata(
            MetadataID(key: key, kind: "test", name: name),
            to: StoreMetadata(value: StoreValue(value), due: due)
        )
    }

    func value(_ name: String, of key: String) throws -> Int? {
        try metadata(MetadataID(key: key, kind: "test", name: name))?.value
            .value(as: Int.self, for: key, limits: limits)
    }
}

extension SQLiteDatabase {
    /// How much metadata there is.
    var metadataCount: Int {
        get async throws {
            Int(try await strings("SELECT count(*) FROM kv_metadata").first ?? "") ?? -1
        }
    }
}
