import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct RecordIDMigrationTests {
    /// A file as it was before ids were told apart, with rows of `id`, key and time of creation.
    private func makeNinth(at path: String, _ rows: [(id: String, key: String, Int64)]) throws {
        let connection = try Connection.foreign(path)
        for migration in Migration.all.prefix(9) { try connection.execute(migration.sql) }
        try MigrationLog(connection).create(upTo: 9, at: 1)
        try connection.execute(
            """
            INSERT INTO kv_instances (id, name, created_at, updated_at) VALUES ('i', 'a', 1, 1);
            UPDATE kv_revision SET revision = 100
            """
        )
        for (number, row) in rows.enumerated() {
            try connection.execute(
                """
                INSERT INTO kv_store (
                    instance_id, namespace, key, value, updated_at, id, created_at, revision, metadata
                )
                VALUES ('i', 'n', '\(row.key)', '\(number)', 7, \(row.id), \(row.2), 1, '{"m":1}')
                """
            )
        }
    }

    @Test func `records that had one id are told apart, and nothing else of them changes`()
        async throws
    {
        let folder = try TemporaryFolder()
        try makeNinth(
            at: folder.file(),
            [
                ("'x'", "a", 5), ("'x'", "b", 4), ("'x'", "c", 4), ("'y'", "d", 1),
                ("NULL", "e", 1),
                ("NULL", "f", 1), ("'5'", "g", 1),
            ]
        )
        let columns = "namespace, key, value, updated_at, created_at, revision, metadata"
        let all = "SELECT json_array(\(columns)) FROM kv_store ORDER BY rowid"
        let before = try Connection.foreign(folder.file()).strings(all)
        let database = try await SQLiteDatabase(path: folder.file())
        #expect(try await database.strings(all) == before)
        let ids = try await database.recordIDs()
        #expect(Set(ids).count == 7)
        #expect(ids.allSatisfy { !$0.isEmpty })
        #expect(ids[1] == "x", "the one that was made first")
        #expect(ids[3] == "y")
        #expect(ids[6] == "5")
        #expect(try await database.checkIntegrity().isEmpty)
        await database.close()
        let again = try await SQLiteDatabase(path: folder.file())
        #expect(try await again.recordIDs() == ids)
    }

    @Test func `no program gives two records one id`() async throws {
        let folder = try TemporaryFolder()
        try makeNinth(at: folder.file(), [("'1'", "a", 1), ("'2'", "b", 1)])
        let database = try await SQLiteDatabase(path: folder.file())
        let other = try Connection.foreign(folder.file())
        #expect(throws: SQLiteFailure.self) {
            try other.execute("UPDATE kv_store SET id = '1' WHERE key = 'b'")
        }
        // The numbers that the next writes of another program used to have for ids.
        try await database.importLines(
            stream((101...120).map { #"{"key": "k\#($0)", "value": 1, "id": "\#($0)"}"# }),
            into: "i",
            namespace: "n"
        )
        for number in 0..<30 {
            try other.execute(
                """
                INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
                VALUES ('i', 'n', 'theirs \(number)', '1', 9)
                """
            )
        }
        let ids = try await database.recordIDs()
        #expect(Set(ids).count == 52)
        #expect(try await database.checkIntegrity().isEmpty)
    }
}
