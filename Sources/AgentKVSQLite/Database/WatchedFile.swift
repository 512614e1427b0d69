internal import AgentKV
internal import Synchronization

/// The files of a database that is open, as they were when it was opened.
///
/// When a file that is open is removed or replaced, SQLite goes on with the one that it has: what is
/// written there is lost when that is closed, and who opens the path finds the other file. So before
/// and after each commit the path has to lead to the files that are open, and so it has where another
/// connection is opened. Once it did not, the database is lost: every call throws. Where it cannot be told
/// where a path leads, that fails the call alone, and the next one looks again.
final class WatchedFile: Sendable {
    private struct File {
        let path: String
        /// The path as the system takes it, since it is looked at twice for each commit.
        let systemPath: [CChar]
        let identity: FileIdentity

        init?(_ path: String) throws(StoreError) {
            systemPath = Array(path.utf8CString)
            guard let identity = try FileIdentity.find(path, systemPath) else { return nil }
            (self.path, self.identity) = (path, identity)
        }
    }

    private struct State {
        /// What every call throws, once the files are lost.
        var loss: StoreError?
        var whenLost: @Sendable (StoreError) -> Void = { _ in }
    }

    /// The whole path of the database.
    let path: String
    private let database: File
    private let log: File
    private let state = Lock(State())
    private let isLost = Atomic(false)

    /// Notes which files a connection has open that has read or written already.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where they have been removed since, or it
    ///   cannot be told.
    init(_ connection: Connection, path: String) throws(StoreError) {
        guard
            let database = try File(path), let log = try File(path + "-wal"),
            database.identity == connection.file, !connection.hasMoved
        else {
            throw .storage(.removed, reason: "it was removed or replaced while it was being opened")
        }
        let index = FileIdentity(of: path + "-shm")
        connection.note(companions: [log.identity, index].compactMap(\.self))
        self.path = path
        self.database = database
        self.log = log
    }

    /// Throws unless the paths lead to the files that are open.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)``, with
    ///   ``/AgentKV/StorageProblem/removed`` where they do not, and with
    ///   ``/AgentKV/StorageProblem/failed`` where that cannot be told now.
    /// - Complexity: Two calls of `stat(2)`.
    func check() throws(StoreError) {
        if isLost.load(ordering: .acquiring), let loss = state.withLock({ $0.loss }) { throw loss }
        try check(database)
        try check(log)
    }

    private func check(_ file: File) throws(StoreError) {
        let present = try FileIdentity.find(file.path, file.systemPath)
        if present != file.identity { throw lose(file.path, isReplaced: present != nil) }
    }

    /// Throws after a commit where the paths do not lead to the files that are open.
    ///
    /// Where that cannot be told now, the commit stands: the paths led there right before it, and the
    /// next call looks again before it writes.
    func checkCommitted() throws(StoreError) {
        do throws(StoreError) {
            try check()
        } catch .storage(.failed, _) {}
    }

    /// Opens another connection to the file, which has read.
    ///
    /// It has its log open then, so that what is looked at is what it reads from.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where that would be to another file.
    func connect(_ configuration: SQLiteDatabase.Configuration) throws -> Connection {
        let connection: Connection
        do {
            connection = try Connection(path: path, creates: false, vfs: configuration.vfs)
            connection.setBusyTimeout(configuration.busyMilliseconds)
            _ = try connection.lastRevision()
        } catch {
            // That it is not there any more says more than that it cannot be opened.
            try check()
            throw error
        }
        try check()
        if connection.hasMoved {
            // The right file is at the path: another one was when it was opened, or it cannot be told.
            throw StoreError.storage(
                .failed,
                reason: "\(path): it was moved while another connection to it was being opened"
            )
        }
        return connection
    }

    /// Calls `body`, once, when the files turn out to be lost.
    func whenLost(_ body: @escaping @Sendable (StoreError) -> Void) {
        state.withLock { $0.whenLost = body }
    }

    private func lose(_ path: String, isReplaced: Bool) -> StoreError {
        let what = isReplaced ? "another file has taken its place" : "it was removed or moved away"
        let error = StoreError.storage(
            .removed,
            reason: "\(path): \(what) while the database was open, so nothing more is written or "
                + "read; close the database, and open it again when the right file is there"
        )
        let (first, whenLost) = state.withLock { state in
            defer { state.loss = state.loss ?? error }
            return (state.loss, state.loss == nil ? state.whenLost : nil)
        }
        isLost.store(true, ordering: .releasing)
        whenLost?(error)
        return first ?? error
    }
}
