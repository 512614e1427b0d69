import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

/// A program that knows the five columns of seed 004 only writes beside ours.
@Suite struct FiveColumnWriterTests {
    private static let writes = [
        """
        INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
        VALUES ('i', 'n', 'key', '"theirs"', 5)
        ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
            value = excluded.value, updated_at = excluded.updated_at
        """,
        "INSERT OR REPLACE INTO kv_store (instance_id, namespace, key, value, updated_at) VALUES ('i', 'n', 'key', '\"theirs\"', 5)",
        "UPDATE kv_store SET value = '\"theirs\"', updated_at = 5 WHERE key = 'key'",
    ]

    private static func openSeed(
        _ folder: TemporaryFolder
    ) async throws -> (
        SQLiteDatabase, SQLiteStore, Connection
    ) {
        try SeedDatabase.make(at: folder.file(), "('i', 'n', 'old', '0', 1)")
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "i", namespace: "n")
        return (database, store, try Connection.foreign(folder.file()))
    }

    @Test(arguments: writes)
    func `what it overwrites has a new revision and no lifetime any more`(
        _ sql: String
    )
        async throws
    {
        let folder = try TemporaryFolder()
        let (database, store, other) = try await Self.openSeed(folder)
        try await store.set("key", to: "ours", ttl: .seconds(60))
        let before = try #require(try await store.entry("key", as: String.self))
        try other.execute(sql)
        let after = try #require(try await store.entry("key", as: String.self))
        #expect(after.value == "theirs")
        #expect(after.revision > before.revision)
        #expect(after.remainingLifetime == nil)
        #expect(try await store.compareAndSet("key", to: 1, expecting: before.revision) == nil)
        let next = try #require(
            try await store.compareAndSet("key", to: 1, expecting: after.revision)
        )
        #expect(next > after.revision)
        let record = try #require(
            try await database.record("key", instance: "i", namespace: "n")
        )
        #expect(!record.id.isEmpty)
    }

    @Test func `what it overwrites keeps id, time of creation and metadata`() async throws {
        let folder = try TemporaryFolder()
        let (database, _, other) = try await Self.openSeed(folder)
        let before = try await database.set(
            "key",
            to: 1,
            instance: "i",
            namespace: "n",
            metadata: ["by": "us"]
        )
        try other.execute(Self.writes[0])
        let after = try #require(
            try await database.record("key", instance: "i", namespace: "n")
        )
        #expect(after.id == before.id)
        #expect(after.createdAt == before.createdAt)
        #expect(after.metadata == before.metadata)
        #expect(after.updatedAt.milliseconds == 5)
    }

    @Test func `what it sets where a lifetime has ended is a new record`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let before = try await database.set(
            "key",
            to: 1,
            instance: "i",
            namespace: "n",
            metadata: ["by": "us"],
            ttl: .seconds(1),
            autoCreateInstance: true
        )
        clock.advance(by: .seconds(2))
        let other = try Connection.foreign(folder.file())
        let now = before.createdAt.milliseconds + 2_000
        try other.execute("UPDATE kv_store SET value = '2', updated_at = \(now)")
        let after = try #require(
            try await database.record("key", instance: "i", namespace: "n")
        )
        #expect(after.value == 2)
        #expect(after.id != before.id)
        #expect(after.createdAt.milliseconds == now)
        #expect(after.metadata == nil)
    }

    @Test func `what it sets there is one too if its clock has been set back`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let before = try await database.set(
            "key",
            to: 1,
            instance: "i",
            namespace: "n",
            metadata: ["by": "us"],
            ttl: .seconds(1),
            autoCreateInstance: true
        )
        clock.advance(by: .seconds(2))
        // With a write the file has the time.
        try await database.set("other", to: 1, instance: "i", namespace: "n")
        let other = try Connection.foreign(folder.file())
        let start = before.createdAt.milliseconds
        try other.execute(
            "UPDATE kv_store SET value = '2', updated_at = \(start - 3_600_000) WHERE key = 'key'"
        )
        let after = try #require(
            try await database.record("key", instance: "i", namespace: "n")
        )
        #expect(after.value == 2)
        #expect(after.id != before.id)
        #expect(after.metadata == nil)
        #expect(after.createdAt.milliseconds == start + 2_000)
        #expect(after.updatedAt.milliseconds == start - 3_600_000)
    }

    @Test func `what it inserts is a record, also in an instance that it has made up`()
        async throws
    {
        let folder = try TemporaryFolder()
        let (database, store, other) = try await Self.openSeed(folder)
        try other.execute(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at) VALUES
                ('i', 'n', 'new', '1', 77), ('made-up', 'n', 'new', '2', 78),
                ('made-up', 'n', 'other', '3', 79)
            """
        )
        #expect(try await store.get("new") == 1)
        let made = try #require(try await database.getInstance("made-up"))
        #expect(made.name == "made-up")
        #expect(made.recordCount == 2)
        let record = try #require(
            try await database.record("new", instance: "made-up", namespace: "n")
        )
        #expect(record.createdAt.milliseconds == 78)
        let revisions = try other.strings("SELECT DISTINCT revision FROM kv_store")
        #expect(revisions.count == 4)
        let next = try await database.set("x", to: 1, instance: "i", namespace: "n").revision
        #expect(revisions.allSatisfy { (Int64($0) ?? .max) < next.rawValue })
    }

    @Test func `what it deletes is gone, and may be set again`() async throws {
        let folder = try TemporaryFolder()
        let (_, store, other) = try await Self.openSeed(folder)
        try await store.set("key", to: 1)
        let before = try await store.entry("key", as: Int.self)?.revision
        try other.execute("DELETE FROM kv_store WHERE key = 'key'")
        #expect(try await store.get("key") == nil)
        let after = try #require(try await store.compareAndSet("key", to: 2, expecting: nil))
        #expect(try after > #require(before))
    }

    @Test func `our own writes leave the triggers alone`() async throws {
        let folder = try TemporaryFolder()
        let (_, store, other) = try await Self.openSeed(folder)
        try await store.set("key", to: 1, ttl: .seconds(60))
        let before = try #require(try other.integer("SELECT revision FROM kv_revision"))
        try await store.set("key", to: 2, ttl: .seconds(60))
        try await store.increment("key")
        #expect(try other.integer("SELECT revision FROM kv_revision") == before + 2)
        #expect(try await store.entry("key", as: Int.self)?.remainingLifetime != nil)
    }
}
