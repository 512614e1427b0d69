import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

/// Opens what is on the disk at each moment at which a process could end.
@Suite struct CrashTests {
    /// What the disk holds at some moment, and which write had returned by then.
    private struct Moment: Sendable {
        var database: Data?
        var log: Data?
        var returned: Int
    }

    private final class Disk: Sendable {
        let moments = Lock<[Moment]>([])
        let synced = Lock(Moment(returned: 0))
        let returned = Lock(0)

        /// Notes what is there before an operation: all of it, or only what has been synced.
        func note(_ operation: FaultyFiles.Operation, of path: String, syncedOnly: Bool) {
            let returned = returned.withLock { $0 }
            var moment = synced.withLock { synced in
                if case .sync(.database) = operation { synced.database = read(path) }
                if case .sync(.log) = operation { synced.log = read(path + "-wal") }
                return synced
            }
            if !syncedOnly { (moment.database, moment.log) = (read(path), read(path + "-wal")) }
            moment.returned = returned
            moments.withLock { $0.append(moment) }
        }

        private func read(_ path: String) -> Data? {
            let url = URL(fileURLWithPath: path)
            let file = SmallFile(
                folder: url.deletingLastPathComponent().path,
                name: url.lastPathComponent
            )
            return (try? file.bytes(limit: .max)).map { Data($0) }
        }
    }

    @Test(arguments: [false, true])
    func `whenever a process or the power ends, whole writes are there, and all that had returned`(
        _ syncedOnly: Bool
    ) async throws {
        let files = try FaultyFiles()
        let path = files.folder.file()
        let disk = Disk()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        // Few pages, so that the log is taken into the database again and again.
        try await database.execute("PRAGMA wal_autocheckpoint = 6; PRAGMA wal_checkpoint(TRUNCATE)")
        disk.synced.withLock { synced in
            synced.database = FileManager.default.contents(atPath: path)
        }
        files.intercept { operation in
            switch operation {
            case .write, .sync, .truncate:
                disk.note(operation, of: path, syncedOnly: syncedOnly)
            default: break
            }
            return SQLITE_OK
        }
        for number in 1...20 {
            let filler = JSONValue.string(String(repeating: "x", count: number * 200))
            try await store.mset([
                "a": number, "filler": filler, "b": number,
            ])
            disk.returned.withLock { $0 = number }
        }
        await database.close()
        files.recover()
        let moments = disk.moments.withLock { $0 }
        #expect(moments.count > 60)
        for moment in moments { try await check(moment) }
    }

    private func check(_ moment: Moment) async throws {
        let folder = try TemporaryFolder()
        let url = URL(fileURLWithPath: folder.file())
        try #require(moment.database).write(to: url)
        try moment.log?.write(to: URL(fileURLWithPath: folder.file() + "-wal"))
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let a = try await store.get("a", default: 0)
        let b = try await store.get("b", default: 0)
        #expect(a == b)
        #expect(moment.returned...moment.returned + 1 ~= a)
        #expect(try await database.strings("PRAGMA integrity_check") == ["ok"])
        await database.close()
    }
}
