import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct SeedDatabaseTests {
    @Test(arguments: SeedDatabase.Log.allCases)
    func `a database of the first two migrations is brought forward with nothing lost`(
        _ log: SeedDatabase.Log
    ) async throws {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(
            at: folder.file(),
            log: log,
            """
            ('i1', 'config', 'theme', '"dark"', 1700000000123), ('i1', 'config', 'size', '7', 2),
            ('i2', 'runs', 'r', '{"a":[1,null]}', 3)
            """
        )
        let before = try Connection.foreign(folder.file())
        try before.execute(
            """
            CREATE TABLE vectors (a BLOB); INSERT INTO vectors VALUES (x'00ff');
            CREATE INDEX theirs ON kv_store (updated_at);
            PRAGMA user_version = 41; PRAGMA application_id = 9
            """
        )
        let logBefore = log == .none ? [] : try before.strings("SELECT * FROM kv_migrations")
        for _ in 1...2 {
            let database = try await SQLiteDatabase(path: folder.file())
            let theme = try #require(
                try await database.record("theme", instance: "i1", namespace: "config")
            )
            #expect(theme.value == "dark")
            #expect(theme.createdAt.milliseconds == 1_700_000_000_123)
            #expect(theme.updatedAt == theme.createdAt)
            #expect(theme.expiresAt == nil)
            let size = try #require(
                try await database.record("size", instance: "i1", namespace: "config")
            )
            #expect(!theme.id.isEmpty && theme.id != size.id)
            #expect(theme.revision != size.revision)
            #expect(
                try await database.get("r", instance: "i2", namespace: "runs") == ["a": [1, nil]]
            )
            #expect(try await Set(database.listInstances().map(\.name)) == ["i1", "i2"])
            #expect(try await database.getInstance("i1")?.recordCount == 2)
            await database.close()
        }
        #expect(try before.integer("PRAGMA user_version") == 41)
        #expect(try before.integer("PRAGMA application_id") == 9)
        #expect(try before.strings("SELECT hex(a) FROM vectors") == ["00FF"])
        if log == .named || log == .timed {
            #expect(try before.strings("SELECT * FROM kv_migrations") == logBefore)
        }
    }

    @Test func `revisions go on behind those of old records`() async throws {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(at: folder.file(), "('i', 'n', 'a', '1', 1), ('i', 'n', 'b', '1', 1)")
        let database = try await SQLiteDatabase(path: folder.file())
        let old = try await [
            database.record("a", instance: "i", namespace: "n"),
            database.record("b", instance: "i", namespace: "n"),
        ].compactMap { $0?.revision }
        let new = try await database.set("c", to: 1, instance: "i", namespace: "n").revision
        #expect(old.count == 2)
        #expect(old.allSatisfy { $0 < new })
    }

    @Test func `our record of the steps stays where it is when others drop theirs`() async throws {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(at: folder.file(), log: .named)
        try await SQLiteDatabase(path: folder.file()).close()
        let other = try Connection.foreign(folder.file())
        try other.execute("DROP TABLE kv_migrations")
        let database = try await SQLiteDatabase(path: folder.file())
        try await database.store(instance: "a").set("key", to: 1)
        #expect(
            try await database.strings("SELECT count(*) FROM agentkv_migrations")
                == ["\(Migration.all.count)"]
        )
    }

    @Test(
        arguments: [
            "CREATE TABLE kv_store (a, b)",
            "CREATE TABLE kv_store (instance_id, namespace, key, value, updated_at)",
            "CREATE VIEW kv_store AS SELECT 1 AS instance_id, 2 AS namespace, 3 AS key, 4 AS value, 5 AS updated_at",
            SeedDatabase.table + "ALTER TABLE kv_store ADD COLUMN Metadata TEXT",
        ]
    )
    func `a table of that name that is none of ours is refused and left alone`(
        _ sql: String
    )
        async throws
    {
        let folder = try TemporaryFolder()
        let other = try Connection.foreign(folder.file())
        try other.execute(sql)
        let before = try other.strings("SELECT sql FROM sqlite_schema")
        let error = await expectProblem(.cannotOpen) {
            try await SQLiteDatabase(path: folder.file())
        }
        #expect(error?.reason.contains("kv_store") == true)
        #expect(try other.strings("SELECT sql FROM sqlite_schema") == before)
    }

    @Test func `a newer schema is refused, and the file stays as it is`() async throws {
        let folder = try TemporaryFolder()
        try await SQLiteDatabase(path: folder.file()).close()
        let later = try Connection.foreign(folder.file())
        try later.execute(
            """
            PRAGMA journal_mode = DELETE;
            INSERT INTO kv_migrations VALUES (\(Migration.newest + 1), 'FromTheFuture', 1)
            """
        )
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file()))
        let error = await expectProblem(.newerSchema) {
            try await SQLiteDatabase(path: folder.file())
        }
        #expect(error?.reason.contains("version \(Migration.newest + 1)") == true)
        #expect(error?.reason.contains(folder.file()) == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file())) == before)
        try later.execute("DELETE FROM kv_migrations WHERE version > \(Migration.newest)")
        try await SQLiteDatabase(path: folder.file()).close()
    }
}
