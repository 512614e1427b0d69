import CSQLiteAPI

/// A connection by the C API; what fails ends the program.
final class PlainConnection {
    private let handle: OpaquePointer
    /// Kept as long as the file is open.
    private let folder: TemporaryFolder

    init(_ path: String, in folder: TemporaryFolder) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &opened, flags, nil) == SQLITE_OK, let opened else {
            fatalError("\(path) cannot be opened")
        }
        handle = opened
        self.folder = folder
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA temp_store = MEMORY")
    }

    /// The statements may be let go after it: SQLite then closes with the last of them.
    deinit { sqlite3_close_v2(handle) }

    func prepare(_ sql: String) -> PlainStatement {
        var statement: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        guard sqlite3_prepare_v3(handle, sql, -1, flags, &statement, nil) == SQLITE_OK,
            let statement
        else { fatalError("\(String(cString: sqlite3_errmsg(handle))): \(sql)") }
        return PlainStatement(statement)
    }

    func run(_ sql: String) { prepare(sql).run() }
}

/// A prepared statement by the C API.
final class PlainStatement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Whether there is a row now.
    func step() -> Bool {
        let code = sqlite3_step(handle)
        precondition(code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW
    }

    func reset() { sqlite3_reset(handle) }

    func run() {
        while step() {}
        reset()
    }

    /// Binds a text that stays where it is until the statement is reset.
    func bind(_ text: UnsafeBufferPointer<UInt8>, at index: Int32) {
        let code = text.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), nil)
        }
        precondition(code == SQLITE_OK)
    }

    func bindCopy(_ text: String, at index: Int32) {
        // The macro SQLITE_TRANSIENT, which Swift does not see.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code = sqlite3_bind_text(handle, index, text, -1, copied)
        precondition(code == SQLITE_OK)
    }

    func bind(_ number: Int64, at index: Int32) {
        let code = sqlite3_bind_int64(handle, index, number)
        precondition(code == SQLITE_OK)
    }

    /// The bytes of a text in the present row.
    func text(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_text(handle, column)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
}
