import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct OpeningTests {
    @Test func `a missing file is made, and what was written is there the next time`()
        async throws
    {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(path: folder.file())
        try await first.store(instance: "a").set("key", to: 1)
        await first.close()
        let second = try await SQLiteDatabase(path: folder.file())
        #expect(try await second.store(instance: "a").get("key") == 1)
    }

    @Test(arguments: ["not a database at all, but long enough for a header: \(filler)", "short"])
    func `a file that is no database is refused and stays as it is`(_ text: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "test.sqlite")
        let error = await expectProblem(.notADatabase) {
            try await SQLiteDatabase(path: folder.file())
        }
        #expect(error?.reason.contains(folder.file()) == true)
        #expect(try folder.text("test.sqlite") == text)
        #expect(try folder.names() == ["test.sqlite"])
    }

    @Test func `a folder is refused, and so is a file in a folder that is missing`() async throws {
        let folder = try TemporaryFolder()
        let isFolder = await expectProblem(.cannotOpen) {
            try await SQLiteDatabase(path: folder.path)
        }
        #expect(isFolder?.reason.contains("it is a folder") == true)
        let isMissing = await expectProblem(.cannotOpen) {
            try await SQLiteDatabase(path: folder.file("missing/test.sqlite"))
        }
        #expect(isMissing?.reason.contains("there is no folder") == true)
        try folder.write("", to: "file")
        let isNoFolder = await expectProblem(.cannotOpen) {
            try await SQLiteDatabase(path: folder.file("file/test.sqlite"))
        }
        #expect(isNoFolder?.reason.contains("no folder") == true)
    }

    @Test(arguments: ["", ":memory:", "a\0b", "/dev/null"])
    func `what is no path of a database file is refused`(_ path: String) async throws {
        let error = await #expect(throws: StoreError.self) {
            _ = try await SQLiteDatabase(path: path)
        }
        #expect(error?.storageProblem != nil)
    }

    @Test(
        arguments: [
            "a b.sqlite", "'; DROP TABLE kv_store; --", "100%.db", "file:x?mode=memory", "é\u{301}",
            "🗝.db", "\"quoted\"", "?*[x]", "-journal", "...", "new\nline",
        ]
    )
    func `a file may have any name`(_ name: String) async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file(name))
        try await database.store(instance: "a").set("key", to: 1)
        await database.close()
        #expect(try folder.names().map { Array($0.utf8) } == [Array(name.utf8)])
    }

    @Test func `a path that begins with file: is a path`() throws {
        let file = try DatabaseFile("file:test.sqlite?mode=memory")
        #expect(file.pathForSQLite == "./file:test.sqlite?mode=memory")
    }

    @Test func `any busy timeout and any number of readers is fine`() async throws {
        let longest = Duration(
            secondsComponent: .max,
            attosecondsComponent: 999_999_999_999_999_999
        )
        for timeout in [
            longest, .zero, .seconds(-1), Duration(secondsComponent: .min, attosecondsComponent: 0),
        ] {
            let folder = try TemporaryFolder()
            var configuration = SQLiteDatabase.Configuration()
            configuration.busyTimeout = timeout
            configuration.readers = timeout > .zero ? .max : .min
            let database = try await SQLiteDatabase(
                path: folder.file(),
                configuration: configuration
            )
            let store = try await database.store(instance: "a")
            try await store.set("key", to: 1)
            #expect(try await store.get("key") == 1)
            await database.close()
        }
    }

    @Test func `a database uses a write-ahead log and the synchronous that is asked for`()
        async throws
    {
        for (synchronous, number) in [(SQLiteDatabase.Synchronous.full, "2"), (.normal, "1")] {
            let folder = try TemporaryFolder()
            var configuration = SQLiteDatabase.Configuration()
            configuration.synchronous = synchronous
            let database = try await SQLiteDatabase(
                path: folder.file(),
                configuration: configuration
            )
            #expect(try await database.strings("PRAGMA journal_mode") == ["wal"])
            #expect(try await database.strings("PRAGMA synchronous") == [number])
            #expect(try await database.strings("PRAGMA temp_store") == ["2"])
        }
    }

    private static let filler = String(repeating: "x", count: 1_000)
}
