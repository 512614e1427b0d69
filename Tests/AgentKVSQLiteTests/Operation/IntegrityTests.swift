import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct IntegrityTests {
    @Test(arguments: [false, true])
    func `a sound database has no problems`(_ isInFile: Bool) async throws {
        try await withDatabase(inFile: isInFile) { database in
            #expect(try await database.checkIntegrity().isEmpty)
            try await database.data().setMany(["a": 1, "b": 2], metadata: ["x": [1, 2]])
            #expect(try await database.checkIntegrity().isEmpty)
        }
    }

    private static let damages = [
        ("UPDATE kv_store SET value = '{\"a\":', revision = 1", "no JSON"),
        ("UPDATE kv_store SET metadata = '{'", "metadata that cannot be read"),
        ("UPDATE kv_store SET metadata = '[1]'", "metadata that is no object"),
        ("DELETE FROM kv_instances", "there is no instance"),
        ("UPDATE kv_store SET id = NULL", "has no id"),
        ("UPDATE kv_store SET created_at = NULL", "has no time of creation"),
        ("UPDATE kv_store SET revision = 1000", "has not been issued"),
        ("UPDATE kv_store SET value = x'31', revision = 1", "no text"),
        ("DELETE FROM kv_revision", "kv_revision has 0 rows"),
        (
            "INSERT INTO kv_metadata SELECT id, 'n', 'k', 'lent', 'x', '{', 1 FROM kv_instances",
            "cannot be read"
        ),
        (
            "INSERT INTO kv_metadata SELECT id, 'n', 'k', 'lent', '', '1', 'x' FROM kv_instances",
            "is due at what is no number"
        ),
        ("INSERT INTO kv_metadata VALUES ('x', 'n', 'k', 'lent', '', '1', 1)", "is not there"),
        ("DROP INDEX kv_metadata_due", "index kv_metadata_due is missing"),
        ("DROP TRIGGER kv_store_inserted", "trigger kv_store_inserted is missing"),
        ("DROP INDEX kv_store_ids", "index kv_store_ids is missing"),
        ("DROP INDEX kv_store_expiry", "index kv_store_expiry is missing"),
    ]

    @Test(arguments: damages)
    func `it tells what is wrong`(_ damage: String, _ word: String) async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.data().set("the key", to: 1, metadata: ["x": 1])
        try await database.withWriter { try $0.execute(damage) }
        let problems = try await database.checkIntegrity()
        #expect(problems.count == 1)
        #expect(problems.first?.contains(word) == true)
    }

    @Test func `it tells of records that have one id`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.data().setMany(["a": 1, "b": 2, "c": 3])
        try await database.withWriter {
            try $0.execute("UPDATE kv_store SET id = '0123456789abcdef-0123456789abcdef'")
        }
        let problems = try await database.checkIntegrity()
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.contains("has the id of another record") })
    }

    @Test func `of many problems a hundred are told`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let values = Dictionary(uniqueKeysWithValues: (0..<300).map { ("k\($0)", 1) })
        try await database.data().setMany(values)
        try await database.withWriter { try $0.execute("UPDATE kv_store SET metadata = '['") }
        #expect(try await database.checkIntegrity().count == 100)
    }

    @Test func `a page that was overwritten is told, not thrown`() async throws {
        try await withFolder { folder in
            let path = "\(folder)/data.sqlite"
            let database = try await SQLiteDatabase(path: path)
            let values = Dictionary(uniqueKeysWithValues: (0..<500).map { ("key \($0)", "value") })
            try await database.data().setMany(values)
            try await database.checkpoint(.truncate)
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            for page in 4..<8 {
                try file.seek(toOffset: UInt64(page * 4_096))
                try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
            }
            try file.close()
            #expect(try await !database.checkIntegrity().isEmpty)
            await database.close()
        }
    }
}
