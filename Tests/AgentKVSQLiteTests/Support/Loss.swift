import AgentKV
import Foundation

@testable import AgentKVSQLite

/// What can become of the files of a database that is open.
enum Loss: CaseIterable, Sendable {
    /// They are removed.
    case removal
    /// They are removed, and another database stands at the path.
    case replacement
    /// Another database is renamed onto the path; the log stays.
    case renaming
    /// The folder gets another name.
    case move
    /// The log alone is removed.
    case removalOfLog
    /// Another file stands at the path of the log.
    case replacementOfLog

    /// Makes a database that ``inflict(on:)`` puts in the place of the other.
    static func prepare(besides path: String) async throws {
        let other = try await SQLiteDatabase(path: path + ".other")
        try await other.store(instance: "a").set("a", to: "other")
        await other.close()
    }

    /// Does it to a database, in a folder of its own.
    func inflict(on path: String) {
        switch self {
        case .removal:
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        case .replacement:
            Self.removal.inflict(on: path)
            rename(path + ".other", path)
        case .renaming:
            rename(path + ".other", path)
        case .move:
            rename(Self.folder(of: path), Self.movedFolder(of: path))
        case .removalOfLog:
            unlink(path + "-wal")
        case .replacementOfLog:
            unlink(path + "-wal")
            link(path + ".other", path + "-wal")
        }
    }

    private static func folder(of path: String) -> String {
        (path as NSString).deletingLastPathComponent
    }

    /// Where the folder is after a ``move``.
    static func movedFolder(of path: String) -> String { folder(of: path) + ".moved" }
}
