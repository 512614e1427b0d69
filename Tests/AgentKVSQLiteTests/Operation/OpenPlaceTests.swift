import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// A copy or an export that would take the place of a database that somebody has open.
@Suite struct OpenPlaceTests {
    private let folder: TemporaryFolder
    private let source: SQLiteDatabase

    init() async throws {
        folder = try TemporaryFolder()
        source = try await SQLiteDatabase(path: folder.file("source"))
        try await source.store(instance: "a").set("a", to: "source")
    }

    private var place: String { folder.file("place") }

    /// Puts a backup and an export there.
    private func overwrite(_ path: String, _ check: (() async throws -> Void) async -> Void) async {
        await check { try await source.backup(to: path, overwrite: true) }
        await check {
            try await source.export(instance: "a", toFile: path, overwrite: true)
        }
    }

    /// Makes a database there that holds one value, and closes it.
    private func makeDatabase() async throws {
        let database = try await SQLiteDatabase(path: place)
        try await database.store(instance: "a").set("a", to: "place")
        await database.close()
    }

    private func expectKept() async throws {
        let database = try await SQLiteDatabase(path: place)
        #expect(try await database.store(instance: "a").get("a") == "place")
        await database.close()
    }

    @Test func `a database that this process has open is not replaced, by whatever path`()
        async throws
    {
        try await makeDatabase()
        let database = try await SQLiteDatabase(path: place)
        // The log is empty: it does not show that somebody is there.
        try await database.checkpoint(.truncate)
        symlink(place, folder.file("soft"))
        link(place, folder.file("hard"))
        let own = ["", "-wal", "-shm", "-journal"].map { place + $0 }
        for path in own + ["soft", "hard", "./place"].map({ folder.file($0) }) {
            await overwrite(path) { call in
                let error = await expectProblem(.inUse, call)
                #expect(error?.reason.contains(path) == true)
            }
        }
        try await database.store(instance: "a").set("b", to: 1)
        await database.close()
        try await expectKept()
        await source.close()
    }

    @Test func `one that is opened while the backup is being made is not replaced`() async throws {
        try await makeDatabase()
        let snapshot = try await source.snapshot()
        let file = try await snapshot.run { [place, path = source.path] _ in
            try NewFile(at: place, overwrites: true, like: path)
        }
        let database = try await SQLiteDatabase(path: place)
        await expectProblem(.inUse) { try file.putInPlace() }
        file.discard()
        await snapshot.end()
        await database.close()
        try await expectKept()
        await source.close()
    }

    @Test func `a closed database, an earlier backup or any other file is replaced`() async throws {
        try await makeDatabase()
        try await source.backup(to: place, overwrite: true)
        try await source.backup(to: place, overwrite: true)
        let copy = try await SQLiteDatabase(path: place)
        #expect(try await copy.store(instance: "a").get("a") == "source")
        await copy.close()
        try await source.export(instance: "a", toFile: place, overwrite: true)
        #expect(try folder.text("place").contains("source"))
        chmod(place, 0o400)
        try await source.export(instance: "a", toFile: place, overwrite: true)
        for name in ["empty-wal", "any-shm"] { try folder.write("", to: name) }
        await overwrite(folder.file("empty-wal")) { call in
            await #expect(throws: Never.self) { try await call() }
        }
        await source.close()
    }

    @Test func `a database that was not closed is not replaced while its log is there`()
        async throws
    {
        try await makeDatabase()
        try folder.write("writes that only the log has", to: "place-wal")
        await overwrite(place) { call in
            await #expect { try await call() } throws: {
                ($0 as? StoreError)?.reason.contains("place-wal is beside it") == true
            }
        }
        unlink(folder.file("place-wal"))
        try await expectKept()
        await source.close()
    }
}

#if os(Linux)
/// The same of a database that another process has open.
extension OpenPlaceTests {
    @Test(arguments: ["", "-wal", "-shm"], [0o600, 0o400])
    func `one that another process has open is not replaced`(
        _ suffix: String,
        _ mode: mode_t
    ) async throws {
        try await makeDatabase()
        try folder.write("", to: "place-shm")
        do {
            let other = try ForeignLocks(place)
            try other.take()
            chmod(place, mode)
            await overwrite(place + suffix) { call in
                let error = await expectProblem(.inUse, call)
                #expect(error?.reason.contains("another process") == true)
            }
        }
        try await source.backup(to: place, overwrite: true)
        await source.close()
    }
}
#endif
