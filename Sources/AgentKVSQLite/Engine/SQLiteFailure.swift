internal import AgentKV
internal import CSQLite

/// What SQLite answered instead of doing what it was asked.
struct SQLiteFailure: Error {
    /// The extended result code.
    let code: Int32
    let message: String

    /// The result code without what is particular about it.
    var primaryCode: Int32 { code & 0xFF }

    /// Whether somebody else is at work on the file, and the same may succeed later.
    var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// Whether the statement was told to stop.
    var isInterrupted: Bool { primaryCode == SQLITE_INTERRUPT }
}

extension SQLiteFailure {
    /// The failure of the last call on a connection.
    init(_ handle: OpaquePointer?, code: Int32) {
        self.code = code
        message = String(cString: handle.flatMap(sqlite3_errmsg) ?? sqlite3_errstr(code))
    }

    /// The error for the caller of a store.
    var storeError: StoreError {
        .storage(problem, reason: "\(message) (SQLite \(code))")
    }

    private var problem: StorageProblem {
        switch primaryCode {
        case SQLITE_BUSY, SQLITE_LOCKED: .locked
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_CORRUPT: .corrupted
        case SQLITE_FULL: .full
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .readOnly
        default: .failed
        }
    }
}

extension Error {
    /// The error as the caller of a store gets it.
    var forCaller: any Error {
        (self as? SQLiteFailure)?.storeError ?? self
    }
}
