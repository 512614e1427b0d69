internal import CSQLite

/// The copying of a database from one connection to another, page by page.
///
/// One thread uses it at a time, and nobody else uses the connection that it copies to.
final class BackupRun: @unchecked Sendable {
    private let source: Connection
    /// Nil once it is closed.
    private var target: Connection?
    /// Nil once it is finished.
    private var handle: OpaquePointer?

    init(from source: Connection, to target: Connection) throws {
        guard let handle = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw SQLiteFailure(target.handle, code: sqlite3_errcode(target.handle))
        }
        self.source = source
        self.target = target
        self.handle = handle
    }

    /// Begins to copy to a file that is empty so far.
    convenience init(from source: Connection, to file: NewFile) throws {
        try self.init(from: source, to: Connection(path: file.temporaryPath, creates: false))
    }

    /// Copies up to so many pages, all for a negative number, and returns how far that has led;
    /// nil if it was all.
    func step(pages: Int32) throws -> OperationProgress? {
        let code = sqlite3_backup_step(handle, pages)
        switch code {
        case SQLITE_OK: return progress
        case SQLITE_DONE: return nil
        default: throw SQLiteFailure(code: code, message: String(cString: sqlite3_errstr(code)))
        }
    }

    /// How many pages are copied, of how many.
    private var progress: OperationProgress {
        let total = Int(sqlite3_backup_pagecount(handle))
        let remaining = Int(sqlite3_backup_remaining(handle))
        return OperationProgress(completed: total - remaining, total: total)
    }

    /// Ends the copying and returns how far it has led; where that was not all, it is undone.
    @discardableResult
    func finish() -> OperationProgress {
        let last = progress
        sqlite3_backup_finish(handle)
        handle = nil
        return last
    }

    /// Makes the copy one file that needs no log, and closes it.
    func closeFile() throws {
        _ = try target?.rows("PRAGMA journal_mode = DELETE") { $0.text(0) }
        target = nil
    }

    deinit {
        if handle != nil { sqlite3_backup_finish(handle) }
    }
}
