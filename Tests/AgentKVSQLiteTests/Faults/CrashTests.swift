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

    /// What ends, and what the disk holds then.
    enum End: Sendable, CaseIterable {
        /// The process: the disk holds all that was written.
        case process
        /// The power: the disk holds what was synced.
        case power
        /// The power, with `synchronous = normal`.
        case powerAtNormal
        /// The power, where now and then the disk says that the log is synced when it is not.
        case powerAfterLostSync

        var synchronous: SQLiteDatabase.Synchronous { self == .powerAtNormal ? .normal : .full }

        /// How many of the writes that had returned may be missing; nil for any number.
        var missing: Int? {
            switch self {
            case .process, .power: 0
            case .powerAfterLostSync: 1
            case .powerAtNormal: nil
            }
        }
    }

    private final class Disk: Sendable {
        private let end: End
        private let logSyncs = Lock(0)
        let moments = Lock<[Moment]>([])
        let synced = Lock(Moment(returned: 0))
        let returned = Lock(0)

        let database: KeptFile
        private let log: KeptFile

        init(_ end: End, _ path: String) {
            self.end = end
            (database, log) = (KeptFile(path), KeptFile(path + "-wal"))
        }

        /// Notes what is there before an operation: all of it, or only what has been synced.
        func note(_ operation: FaultyFiles.Operation) {
            let returned = returned.withLock { $0 }
            var moment = synced.withLock { synced in
                if case .sync(.database) = operation { synced.database = database.contents() }
                if case .sync(.log) = operation, !isLost() { synced.log = log.contents() }
                return synced
            }
            if end == .process {
                (moment.database, moment.log) = (database.contents(), log.contents())
            }
            moment.returned = returned
            moments.withLock { $0.append(moment) }
        }

        /// Whether this sync of the log is lost: never two in a row, and at no regular distance, or
        /// they could all be those before a checkpoint, which lose nothing.
        private func isLost() -> Bool {
            let count = logSyncs.withLock { count in
                count += 1
                return count
            }
            return end == .powerAfterLostSync && [3, 6].contains(count % 7)
        }
    }

    @Test(arguments: End.allCases)
    func `whenever a process or the power ends, whole writes are there, and all that had returned`(
        _ end: End
    ) async throws {
        let files = try FaultyFiles()
        let path = files.folder.file()
        let disk = Disk(end, path)
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = end.synchronous
        let database = try await files.open("test.sqlite", configuration)
        let store = try await database.store(instance: "a")
        // Few pages, so that the log is taken into the database again and again.
        try await database.execute("PRAGMA wal_autocheckpoint = 6; PRAGMA wal_checkpoint(TRUNCATE)")
        disk.synced.withLock { synced in
            synced.database = disk.database.contents()
        }
        files.intercept { operation in
            switch operation {
            case .write, .sync, .truncate:
                disk.note(operation)
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
        var missed = 0
        for moment in moments {
            missed = max(missed, moment.returned - (try await numberThere(at: moment)))
        }
        // What may be missing is, somewhere: or else nothing was lost here, and nothing shown.
        #expect(end.missing.map { missed == $0 } ?? (missed > 0), "\(missed)")
    }

    /// The number of the last write that is there, which is whole.
    private func numberThere(at moment: Moment) async throws -> Int {
        let folder = try TemporaryFolder()
        let url = URL(fileURLWithPath: folder.file())
        try #require(moment.database).write(to: url)
        try moment.log?.write(to: URL(fileURLWithPath: folder.file() + "-wal"))
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let a = try await store.get("a", default: 0)
        let b = try await store.get("b", default: 0)
        #expect(a == b)
        #expect(a <= moment.returned + 1)
        #expect(try await database.strings("PRAGMA integrity_check") == ["ok"])
        await database.close()
        return a
    }
}
