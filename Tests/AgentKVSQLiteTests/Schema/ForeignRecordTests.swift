import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// Records that others have written and that could not be written today.
@Suite struct ForeignRecordTests {
    private static let long = String(repeating: "k", count: 3_000)

    @Test(arguments: ["", "a\0b", long])
    func `a key that today's rules refuse can be read and deleted`(_ key: String) async throws {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(at: folder.file())
        let other = try Connection.foreign(folder.file())
        let insert = try other.prepare(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            VALUES ('i', 'n', ?1, '[1]', 1)
            """
        )
        try insert.bind([.text(key)])
        try insert.run()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "i", namespace: "n")
        #expect(try await store.get(key) == [1])
        #expect(try await store.mget([key]) == [[1]])
        #expect(try await store.exists(key))
        #expect(try await store.entry(key, as: [Int].self)?.value == [1])
        #expect(try await store.keys() == [key])
        #expect(try await database.get(key, instance: "i", namespace: "n") == [1])
        #expect(try await database.record(key, instance: "i", namespace: "n")?.key == key)
        await #expect(throws: StoreError.self) { try await store.set(key, to: 2) }
        await #expect(throws: StoreError.self) {
            try await database.set(key, to: 2, instance: "i", namespace: "n")
        }
        #expect(try await store.delete(key))
        #expect(try await store.keys() == [])
        try insert.run()
        #expect(try await database.delete(key, instance: "i", namespace: "n"))
        #expect(try await database.getRecordCount(instance: "i") == 0)
        await #expect(throws: StoreError.self) { try await store.get(key) }
    }

    @Test func `the end of a lifetime that is no number is none, for every call`() async throws {
        let file = TemporaryFile()
        let database = try await SQLiteDatabase(path: file.path)
        let store = try await database.store(instance: "i", namespace: "n")
        try await store.set("a", to: 1, ttl: .seconds(60))
        let other = try Connection.foreign(file.path)
        try other.execute("UPDATE kv_store SET expires_at = 'never'")
        #expect(try await store.keys() == ["a"])
        #expect(try await store.get("a") == 1)
        #expect(try await store.exists("a"))
        #expect(try await store.mget(["a"]) == [1])
        let entry = try await store.entry("a", as: Int.self)
        #expect(entry?.value == 1)
        #expect(entry?.remainingLifetime == nil)
        let record = try await database.record("a", instance: "i", namespace: "n")
        #expect(record?.value == 1)
        #expect(record?.expiresAt == nil)
        #expect(try await !store.setIfAbsent("a", to: 2))
        #expect(try await store.purgeExpired() == 0)
        await database.close()
    }

    @Test func `a number outside our range is read as the nearest number`() async throws {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(
            at: folder.file(),
            """
            ('i', 'n', 'integer', '[18446744073709551616]', 1), ('i', 'n', 'number', '1e999', 1),
            ('i', 'n', 'negative', '-1e999', 1), ('i', 'n', 'exact', '9223372036854775807', 1)
            """
        )
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "i", namespace: "n")
        #expect(try await store.get("integer") == [.number(18_446_744_073_709_551_616)])
        #expect(try await store.get("number") == .number(.greatestFiniteMagnitude))
        #expect(try await store.get("negative") == .number(-.greatestFiniteMagnitude))
        #expect(try await store.get("exact") == .integer(.max))
    }

    @Test(arguments: ["{", "", "nul", "1 2", "'single'", "\u{FEFF}1"])
    func `a value that is no JSON is named when it is read, and can be replaced or deleted`(
        _ text: String
    ) async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "i", namespace: "n")
        try await store.mset(["broken": 1, "whole": 2])
        let other = try Connection.foreign(folder.file())
        func spoil() throws {
            let update = try other.prepare("UPDATE kv_store SET value = ?1 WHERE key = 'broken'")
            try update.bind([.text(text)])
            try update.run()
        }
        try spoil()
        let reads: [@Sendable () async throws -> Void] = [
            { _ = try await store.get("broken") },
            { _ = try await store.get("broken", as: Int.self) },
            { _ = try await store.get("broken", default: 1) },
            { _ = try await store.mget(["whole", "broken"]) },
            { _ = try await store.increment("broken") },
            { _ = try await store.transaction { try $0.get("broken") } },
            { _ = try await database.get("broken", instance: "i", namespace: "n") },
            { _ = try await database.record("broken", instance: "i", namespace: "n") },
        ]
        for read in reads {
            let error = await #expect(throws: StoreError.self) { try await read() }
            #expect(error?.key == "broken")
            #expect(error?.reason.contains("no JSON") == true)
        }
        #expect(try await store.get("whole") == 2)
        #expect(try await store.exists("broken"))
        #expect(try await store.keys() == ["broken", "whole"])
        #expect(try await store.expire("broken", ttl: .seconds(60)))
        try await store.set("broken", to: 3)
        #expect(try await store.get("broken") == 3)
        try spoil()
        try await store.transaction { try $0.set("broken", to: 4) }
        #expect(try await store.get("broken") == 4)
        try spoil()
        let record = try await database.set("broken", to: 5, instance: "i", namespace: "n")
        #expect(record.value == 5)
        try spoil()
        #expect(try await store.delete("broken"))
        #expect(try await store.keys() == ["whole"])
    }
}
