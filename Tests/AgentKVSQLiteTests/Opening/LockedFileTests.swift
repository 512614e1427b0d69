import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct LockedFileTests {
    @Test func `a file that others hold past the timeout cannot be opened`() async throws {
        let folder = try TemporaryFolder()
        let other = try Connection.foreign(folder.file())
        try other.execute("CREATE TABLE theirs (a); BEGIN EXCLUSIVE; INSERT INTO theirs VALUES (1)")
        await expectProblem(.locked) {
            try await SQLiteDatabase(path: folder.file(), configuration: .impatient)
        }
        try other.execute("COMMIT")
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .impatient)
        #expect(try await database.strings("SELECT a FROM theirs") == ["1"])
    }

    @Test func `a write fails when others hold the file past the timeout, and reads go on`()
        async throws
    {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .impatient)
        let store = try await database.store(instance: "a")
        try await store.set("key", to: 1)
        let other = try Connection.foreign(folder.file())
        try other.execute("BEGIN IMMEDIATE")
        await expectProblem(.locked) { try await store.set("key", to: 2) }
        #expect(try await store.get("key") == 1)
        try other.execute("ROLLBACK")
        try await store.set("key", to: 3)
        #expect(try await store.get("key") == 3)
    }

    @Test func `a write waits for others that let go within the timeout`() async throws {
        let files = try FaultyFiles()
        var configuration = SQLiteDatabase.Configuration()
        configuration.busyTimeout = .seconds(3_600)
        let database = try await files.open("test.sqlite", configuration)
        let store = try await database.store(instance: "a")
        let other = try Connection.foreign(files.folder.file())
        try other.execute("BEGIN IMMEDIATE")
        // They let go once the write has met their lock.
        let isHeld = Lock(true)
        files.intercept { operation in
            guard operation == .refusedLock else { return SQLITE_OK }
            isHeld.withLock { isHeld in
                if isHeld { try? other.execute("COMMIT") }
                isHeld = false
            }
            return SQLITE_OK
        }
        try await store.set("key", to: 1)
        #expect(isHeld.withLock { $0 } == false)
        #expect(try await store.get("key") == 1)
    }

    @Test func `opening waits for others that let go within the timeout`() async throws {
        let files = try FaultyFiles()
        var configuration = SQLiteDatabase.Configuration()
        configuration.busyTimeout = .seconds(3_600)
        let other = try Connection.foreign(files.folder.file())
        try other.execute("CREATE TABLE theirs (a); BEGIN EXCLUSIVE")
        let isHeld = Lock(true)
        files.intercept { operation in
            guard operation == .refusedLock else { return SQLITE_OK }
            isHeld.withLock { isHeld in
                if isHeld { try? other.execute("COMMIT") }
                isHeld = false
            }
            return SQLITE_OK
        }
        let database = try await files.open("test.sqlite", configuration)
        #expect(isHeld.withLock { $0 } == false)
        try await database.store(instance: "a").set("key", to: 1)
    }
}

extension SQLiteDatabase.Configuration {
    /// Does not wait for others for any length of time worth mentioning.
    static var impatient: Self {
        var configuration = Self()
        configuration.busyTimeout = .milliseconds(1)
        return configuration
    }
}
