internal import CSQLite

/// A connection to a database file, and the statements prepared on it.
///
/// One thread uses it at a time: whoever has taken it from where it is kept.
final class Connection: @unchecked Sendable {
    let handle: OpaquePointer
    /// Which file is counted as open in this process; nil for a database in memory.
    private(set) var file: FileIdentity?
    private var companions: [FileIdentity] = []
    private var isClosed = false
    /// Whether the thread that uses the connection is one that may be kept busy for long.
    var mayTakeLong = true
    /// The statements kept prepared, by the address of their text.
    private var statements: [UnsafeRawPointer: Statement] = [:]

    /// Opens the file at `path` for reading and writing; where it `creates`, a missing one is made.
    init(path: String, creates: Bool, vfs: String? = nil) throws {
        try OpenDatabases.shared.checkIsNoCompanion(path)
        var handle: OpaquePointer?
        var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        if creates { flags |= SQLITE_OPEN_CREATE }
        let code = sqlite3_open_v2(path, &handle, flags, vfs)
        guard code == SQLITE_OK, let handle else {
            let failure = SQLiteFailure(handle, code: code)
            sqlite3_close_v2(handle)
            throw failure
        }
        self.handle = handle
        // SQLite takes no lock before the first statement.
        if let path = self.path { file = try OpenDatabases.shared.add(path) }
    }

    deinit { close() }

    /// Closes the connection, which is not used any more.
    func close() {
        if isClosed { return }
        isClosed = true
        statements.removeAll()
        if let file { OpenDatabases.shared.beginClosing(file, companions) }
        sqlite3_close_v2(handle)
        if let file { OpenDatabases.shared.endClosing(file) }
    }

    /// Returns the statement of a literal, prepared when it is first asked for and then kept.
    func statement(_ sql: StaticString) throws -> Statement {
        let address = UnsafeRawPointer(sql.utf8Start)
        if let statement = statements[address] { return statement }
        let text = UnsafeBufferPointer(start: sql.utf8Start, count: sql.utf8CodeUnitCount)
        let statement = try Statement(text, on: handle, isKept: true)
        statements[address] = statement
        return statement
    }

    /// Prepares a statement that is used once.
    func prepare(_ sql: String) throws -> Statement {
        var sql = sql
        return try sql.withUTF8 { try Statement($0, on: handle, isKept: false) }
    }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw SQLiteFailure(handle, code: code) }
    }

    /// Runs a statement with these parameters, and returns what `row` makes of its rows.
    func rows<R>(
        _ sql: String,
        _ parameters: [SQLValue] = [],
        _ row: (Statement) throws -> R
    ) throws -> [R] {
        let statement = try prepare(sql)
        try statement.bind(parameters)
        var rows: [R] = []
        while try statement.step() { rows.append(try row(statement)) }
        return rows
    }

    /// The whole path of the file; nil for a database in memory.
    var path: String? {
        guard let name = sqlite3_db_filename(handle, "main"), name.pointee != 0 else { return nil }
        return String(cString: name)
    }

    /// Whether another file, or none, is at the path of the one that is open.
    var hasMoved: Bool {
        var hasMoved: Int32 = 0
        let code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        return code == SQLITE_OK && hasMoved != 0
    }

    /// Notes which log, and which index of it, the connection has open for as long as it is open.
    func note(companions: [FileIdentity]) {
        guard let file else { return }
        OpenDatabases.shared.note(companions, of: file)
        self.companions += companions
    }

    /// How many rows the last insertion, update or deletion has changed.
    var changes: Int { Int(sqlite3_changes64(handle)) }

    /// Whether no transaction is under way, also because SQLite has rolled one back.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// Sets for how long a call on this connection may block its thread waiting for a lock.
    func setBusyTimeout(_ milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }
}
