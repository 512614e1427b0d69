internal import AgentKV
internal import Foundation

/// The database files that this process has open.
///
/// When a process closes a descriptor of a file, the system gives up all locks that the process has on
/// that file, whoever took them and by whichever descriptor (`fcntl(2)`). SQLite knows that of its own
/// descriptors. Any other code that opens the file and closes it takes SQLite's locks away: another
/// process then takes the database for one that nobody uses, and removes its log. So:
///
/// - Every ``Connection`` is counted here before it takes its first lock.
/// - ``OpenFile`` opens no file that is counted here, by whatever path.
/// - A descriptor whose file has become that of a connection meanwhile is kept until the last
///   connection to it is closed.
final class OpenDatabases: Sendable {
    /// All of this process.
    static let shared = OpenDatabases()

    private struct Entry {
        /// Connections that are in use.
        var used = 0
        /// Connections that are being closed.
        var closing = 0
        /// The path that the first of them has opened.
        var path: String
        /// The write-ahead log and its index, on which SQLite has locks too, and how many connections
        /// keep them from being removed.
        var companions: [FileIdentity: Int] = [:]
        /// What is closed with the last connection.
        var descriptors: [Int32] = []
    }

    private let entries = Lock([FileIdentity: Entry]())

    /// Whether the file is one that SQLite has open in this process: a database, its log or the index
    /// of that.
    func contains(_ file: FileIdentity?) -> Bool {
        entries.withLock { Self.owner(of: file, in: $0) != nil }
    }

    /// The database that a file belongs to.
    private static func owner(
        of file: FileIdentity?,
        in entries: [FileIdentity: Entry]
    ) -> FileIdentity? {
        guard let file, !entries.isEmpty else { return nil }
        if entries[file] != nil { return file }
        return entries.first { $0.value.companions[file] != nil }?.key
    }

    /// Closes a descriptor: now, or with the database whose file it turns out to be of.
    func close(_ descriptor: Int32) {
        let file = FileIdentity(of: descriptor)
        entries.withLock { entries in
            if let owner = Self.owner(of: file, in: entries) {
                entries[owner]?.descriptors.append(descriptor)
            } else {
                Foundation.close(descriptor)
            }
        }
    }
}

/// Connections come and go.
extension OpenDatabases {
    /// Throws where the path is that of the log of an open database, or of the index of it: SQLite
    /// would open it like a database, and close it.
    func checkIsNoCompanion(_ path: String) throws(StoreError) {
        guard let file = FileIdentity(of: path) else { return }
        let isCompanion = entries.withLock { entries in
            entries.values.contains { $0.companions[file] != nil }
        }
        if isCompanion { throw .storage(.inUse, reason: FileFailure.isDatabase.reason) }
    }

    /// Counts a connection that has opened the file at `path` and has no lock on it yet.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where the file is open by another name, a
    ///   hard link: SQLite finds the log by the name, so the two would not see each other's writes; and
    ///   where it cannot be told which file it is.
    func add(_ path: String) throws(StoreError) -> FileIdentity? {
        guard let file = try FileIdentity.find(path) else { return nil }
        try entries.withLock { entries throws(StoreError) in
            var entry = entries[file] ?? Entry(path: path)
            // While the last is being closed, a removed file's number may have gone to another one.
            if entry.used == 0 { entry.path = path }
            if !entry.path.utf8.elementsEqual(path.utf8),
                let log = FileIdentity(of: entry.path + "-wal"),
                log != FileIdentity(of: path + "-wal")
            {
                throw .storage(
                    .inUse,
                    reason: "this process has the file open by another name, \(entry.path)"
                )
            }
            entry.used += 1
            entries[file] = entry
        }
        return file
    }

    /// Notes what a connection has open beside a file, and keeps from being removed.
    func note(_ companions: [FileIdentity], of file: FileIdentity) {
        entries.withLock { entries in
            for companion in companions { entries[file]?.companions[companion, default: 0] += 1 }
        }
    }

    /// Notes that a connection is going to be closed, and keeps these no longer.
    func beginClosing(_ file: FileIdentity, _ companions: [FileIdentity]) {
        entries.withLock { entries in
            guard var entry = entries[file] else { return }
            entry.used -= 1
            entry.closing += 1
            for companion in companions {
                let others = (entry.companions[companion] ?? 1) - 1
                entry.companions[companion] = others > 0 ? others : nil
            }
            entries[file] = entry
        }
    }

    /// Notes that it is closed.
    func endClosing(_ file: FileIdentity) {
        entries.withLock { entries in
            entries[file]?.closing -= 1
            guard let entry = entries[file], entry.used + entry.closing == 0 else { return }
            entries[file] = nil
            for descriptor in entry.descriptors { Foundation.close(descriptor) }
        }
    }
}

/// Files that are to be replaced.
extension OpenDatabases {
    /// Runs `body` while nobody has the file at `path` open as a database, in this process or in
    /// another, nor the database whose log or index it is by its name.
    ///
    /// Whoever opens it meanwhile waits, and then finds what `body` has put there. As SQLite's own
    /// locks tell: a connection to a database with a write-ahead log has a lock for as long as it is
    /// open, one to another database while it reads or writes.
    ///
    /// `body` opens no file.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` with ``/AgentKV/StorageProblem/inUse``
    ///   where somebody has it open; and what `body` throws.
    func whileUnused<R>(_ path: String, _ body: () throws(StoreError) -> R) throws(StoreError) -> R
    {
        let database = ["-wal", "-shm", "-journal"].first(where: path.hasSuffix).map {
            String(path.dropLast($0.count))
        }
        return try entries.withLock { entries throws(StoreError) in
            var locks: [Int32] = []
            // Not before `body` is done; and nobody of this process has a lock on these.
            defer { for lock in locks { Foundation.close(lock) } }
            for file in [path, database].compactMap(\.self) {
                if Self.owner(of: FileIdentity(of: file), in: entries) != nil {
                    throw FileFailure.isDatabase.storeError(path)
                }
                do throws(FileFailure) {
                    if let lock = try DatabaseLock.take(file) { locks.append(lock) }
                } catch {
                    throw error.storeError(path)
                }
            }
            return try body()
        }
    }
}
