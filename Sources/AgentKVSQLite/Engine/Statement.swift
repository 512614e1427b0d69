internal import CSQLite

/// A prepared statement of a connection.
///
/// It is bound, stepped and reset by whoever uses the connection. Parameters are numbered from 1,
/// columns from 0, as SQLite does.
final class Statement {
    let handle: OpaquePointer
    /// The connection's handle: the statement belongs to a connection and goes before it.
    let connection: OpaquePointer
    /// Whether a text that is bound is so long that it had better not be kept until the next one.
    var holdsMuch = false

    /// Compiles `sql`, which is one statement; one that is kept is going to be used again and again.
    init(_ sql: UnsafeBufferPointer<UInt8>, on connection: OpaquePointer, isKept: Bool) throws {
        var handle: OpaquePointer?
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sql.withMemoryRebound(to: CChar.self) {
            sqlite3_prepare_v3(connection, $0.baseAddress, Int32($0.count), flags, &handle, nil)
        }
        guard code == SQLITE_OK, let handle else { throw SQLiteFailure(connection, code: code) }
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    /// Makes the next row the present one; false if there is none.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteFailure(connection, code: code)
        }
    }

    /// Ends the statement, so that it can be bound and stepped again.
    ///
    /// What SQLite returns here is the failure that a step has thrown already.
    func reset() {
        sqlite3_reset(handle)
        if !holdsMuch { return }
        sqlite3_clear_bindings(handle)
        holdsMuch = false
    }

    /// Runs a statement to its end, and resets it.
    func run() throws {
        defer { reset() }
        while try step() {}
    }
}
