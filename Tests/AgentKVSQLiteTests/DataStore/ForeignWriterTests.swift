import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct ForeignWriterTests {
    private static let overwrites = [
        "UPDATE kv_store SET value = '7', updated_at = 9",
        """
        INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
        SELECT instance_id, namespace, key, '7', 9 FROM kv_store WHERE true
        ON CONFLICT DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
        """,
    ]

    @Test(arguments: overwrites)
    func `an overwrite by a program that knows five columns is nobody's`(_ sql: String) async throws
    {
        let file = TemporaryFile()
        let database = try await SQLiteDatabase(path: file.path)
        let data = database.data()
        try await data.set("a", to: 1, metadata: ["x": 1])
        try Connection(path: file.path, creates: false).execute(sql)
        let record = try #require(try await data.record("a"))
        #expect(record.value == 7)
        #expect(record.metadata == ["x": 1])
        #expect(record.createdBy == "indexer")
        #expect(record.updatedBy == nil)
    }

    @Test func `a record that such a program has replaced is a new one`() async throws {
        let file = TemporaryFile()
        let database = try await SQLiteDatabase(path: file.path)
        let data = database.data()
        try await data.set("a", to: 1, metadata: ["x": 1])
        try Connection(path: file.path, creates: false).execute(
            """
            INSERT OR REPLACE INTO kv_store (instance_id, namespace, key, value, updated_at)
            SELECT instance_id, namespace, key, '7', 9 FROM kv_store
            """
        )
        let record = try #require(try await data.record("a"))
        #expect(record.value == 7)
        #expect(record.metadata == nil)
        #expect(record.createdBy == nil)
    }

    @Test func `a record that an adapter has overwritten is nobody's`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let data = database.data()
        try await data.set("a", to: 1)
        let instance = try #require(try await data.instanceID())
        let adapter = try await database.store(instance: instance)
        let revision = Revision(rawValue: 1_000)
        let entry = PersistedEntry(key: "a", json: "2", revision: revision, expiresAt: nil)
        try await adapter.commit(
            PersistenceBatch(entries: [entry], removed: [], revision: revision)
        )
        #expect(try await data.get("a") == 2)
        #expect(try await data.record("a")?.updatedBy == nil)
    }

    @Test func `a database from before writers were noted is brought forward`() throws {
        let connection = try Connection(path: ":memory:", creates: true)
        let log = try MigrationLog(connection)
        try log.create(upTo: 0, at: 1)
        for migration in Migration.all.prefix(7) {
            try connection.execute(migration.sql)
            try log.record(migration, at: 1)
        }
        try connection.execute(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            VALUES ('i', 'n', 'k', '1', 5)
            """
        )
        try connection.migrate(at: 2)
        let place = Place(instanceID: "i", namespace: "n")
        let record = try connection.agentRecord(
            "k",
            in: place,
            now: DatabaseTime(nanoseconds: 0),
            limits: StoreLimits()
        )
        #expect(record?.value == 1)
        #expect(record?.createdBy == nil)
        #expect(try connection.user(ofInstance: "i") == nil)
    }
}
