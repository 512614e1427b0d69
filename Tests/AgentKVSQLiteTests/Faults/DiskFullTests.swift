import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct DiskFullTests {
    @Test
    func `when the disk is full at a shared commit all that share it fail, and nothing stays`()
        async throws
    {
        let files = try FaultyFiles()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        try await store.set("kept", to: 0)
        let events = database.events()
        let held = await HeldWriter(database)
        let writes = (0..<64).map { index in
            Task { @Lane in try await store.set("\(index)", to: index) }
        }
        await Task { @Lane in
            files.fail([.write(.log)], with: SQLITE_FULL)
            held.letGo()
        }.value
        for write in writes {
            await expectProblem(.full) { try await write.value }
        }
        #expect(try await store.keys() == ["kept"])
        files.recover()
        try await store.set("after", to: 1)
        #expect(try await store.keys() == ["after", "kept"])
        await database.close()
        #expect(await events.names == ["kvStore:record-set"], "what failed is not announced")
        let again = try await files.open()
        #expect(try await again.store(instance: "a").keys() == ["after", "kept"])
    }

    @Test func `a part for which the disk is too small fails alone`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        // What does not fit into memory is written before the commit.
        try await database.execute("PRAGMA cache_size = 4; PRAGMA cache_spill = 4")
        let store = try await database.store(instance: "a")
        let isFull = Lock(false)
        let failures = Lock(0)
        files.intercept { operation in
            guard operation == .write(.log), isFull.withLock({ $0 }) else { return SQLITE_OK }
            failures.withLock { $0 += 1 }
            return SQLITE_FULL
        }
        let held = await HeldWriter(database)
        let filler = JSONValue.string(String(repeating: "x", count: 4_000))
        let before = Task { @Lane in try await store.increment("before") }
        let large = Task { @Lane in
            try await store.transaction { tx in
                isFull.withLock { $0 = true }
                defer { isFull.withLock { $0 = false } }
                for index in 0..<200 { try tx.set("large/\(index)", to: filler) }
            }
        }
        let after = Task { @Lane in try await store.increment("after") }
        await Task { @Lane in held.letGo() }.value
        #expect(try await before.value == 1)
        await expectProblem(.full) { try await large.value }
        #expect(try await after.value == 1)
        #expect(failures.withLock { $0 } > 0)
        #expect(try await store.keys() == ["after", "before"])
        #expect(try await store.get("before") == 1)
    }

    @Test func `a part that goes on after the disk was full fails all the same`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        try await database.execute("PRAGMA cache_size = 4; PRAGMA cache_spill = 4")
        let store = try await database.store(instance: "a")
        let filler = JSONValue.string(String(repeating: "x", count: 4_000))
        files.fail([.write(.log)], with: SQLITE_FULL)
        await #expect(throws: StoreError.self) {
            try await store.transaction { tx in
                for index in 0..<200 { _ = try? tx.set("large/\(index)", to: filler) }
                files.recover()
            }
        }
        #expect(try await store.keys() == [])
        try await store.set("after", to: 1)
        #expect(try await store.keys() == ["after"])
    }

    @Test func `a commit that cannot be made durable fails for all that share it`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        try await store.set("kept", to: 0)
        let held = await HeldWriter(database)
        let writes = (0..<8).map { index in
            Task { @Lane in try await store.increment("kept", by: index + 1) }
        }
        await Task { @Lane in
            files.fail([.sync(.log)], with: SQLITE_IOERR)
            held.letGo()
        }.value
        for write in writes {
            await expectProblem(.failed) { try await write.value }
        }
        #expect(try await store.get("kept") == 0)
        files.recover()
        #expect(try await store.increment("kept") == 1)
        await database.close()
        let again = try await files.open()
        #expect(try await again.store(instance: "a").get("kept") == 1)
    }

    @Test func `when what belongs to every write fails, nothing is left half done`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await database.execute(
            """
            CREATE TEMP TRIGGER stop BEFORE UPDATE ON kv_revision
            BEGIN SELECT RAISE(ABORT, 'stopped'); END
            """
        )
        let held = await HeldWriter(database)
        let writes = (0..<4).map { index in
            Task { @Lane in try await store.set("\(index)", to: index) }
        }
        await Task { @Lane in held.letGo() }.value
        for write in writes { await expectProblem(.failed) { try await write.value } }
        try await database.execute("DROP TRIGGER stop")
        #expect(try await store.keys() == [])
        try await store.set("after", to: 1)
        #expect(try await store.keys() == ["after"])
    }

    @Test func `writes go on while the log cannot be taken into the database`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        try await database.execute("PRAGMA wal_autocheckpoint = 2")
        files.fail([.write(.database), .sync(.database)], with: SQLITE_FULL)
        for index in 0..<50 { try await store.set("\(index)", to: index) }
        #expect(try await store.count() == 50)
        files.recover()
        await database.close()
        let again = try await files.open()
        #expect(try await again.store(instance: "a").count() == 50)
    }
}

extension DatabaseEvents {
    /// The names of all that comes until the end.
    var names: [String] {
        get async {
            var names: [String] = []
            for await event in self { names.append(event.name) }
            return names
        }
    }
}
