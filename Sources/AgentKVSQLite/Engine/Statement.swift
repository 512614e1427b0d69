internal import CSQLite

/// A prepared statement of a connection.
///
/// It is bound, stepped and reset by whoever uses the connection. Parameters are numbered from 1,
/// columns from 0, as SQLite does.
final class Statement {
    private let handle: OpaquePointer
    /// The connection's handle: the statement belongs to a connection and goes before it.
    private let connection: OpaquePointer
    /// Whether a text that is bound is so long that it had better not be kept until the next one.
    private var holdsMuch = false

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

/// What stands for the parameters. SQLite copies what it is given.
extension Statement {
    func bind(_ value: String, at index: Int32) throws {
        var value = value
        try check(value.withUTF8 { bindText($0, at: index) })
    }

    /// Binds a text that need not be UTF-8.
    func bindText(_ bytes: [UInt8], at index: Int32) throws {
        try check(bytes.withUnsafeBufferPointer { bindText($0, at: index) })
    }

    func bindEmptyBlob(at index: Int32) throws {
        try check(sqlite3_bind_zeroblob(handle, index, 0))
    }

    private func bindText(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        if bytes.count > 4_096 { holdsMuch = true }
        return bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text64(
                handle,
                index,
                // No text at all has no address, which SQLite would take for null.
                $0.baseAddress ?? Self.nothing,
                UInt64($0.count),
                Self.copied,
                UInt8(SQLITE_UTF8)
            )
        }
    }

    func bind(_ value: Int64?, at index: Int32) throws {
        if let value {
            try check(sqlite3_bind_int64(handle, index, value))
        } else {
            try check(sqlite3_bind_null(handle, index))
        }
    }

    func bind(_ value: String?, at index: Int32) throws {
        if let value {
            try bind(value, at: index)
        } else {
            try check(sqlite3_bind_null(handle, index))
        }
    }

    func bind(_ value: SQLValue, at index: Int32) throws {
        switch value {
        case .null: try check(sqlite3_bind_null(handle, index))
        case .integer(let value): try bind(value, at: index)
        case .real(let value): try check(sqlite3_bind_double(handle, index, value))
        case .text(let value): try bind(value, at: index)
        }
    }

    /// Binds the parameters from the first one on.
    func bind(_ values: [SQLValue]) throws {
        for (offset, value) in values.enumerated() { try bind(value, at: Int32(offset + 1)) }
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw SQLiteFailure(connection, code: code) }
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see.
    private static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    private static var nothing: UnsafePointer<CChar> {
        UnsafeRawPointer(StaticString("").utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

/// The columns of the present row.
extension Statement {
    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    func text(_ column: Int32) -> String {
        withText(column) { String(decoding: $0, as: UTF8.self) }
    }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// How many bytes of UTF-8 a text has.
    func byteCount(_ column: Int32) -> Int {
        Int(sqlite3_column_bytes(handle, column))
    }

    /// Calls `body` with the UTF-8 bytes of a text; they are gone with the row.
    func withText<R, E: Error>(
        _ column: Int32,
        _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        let start = sqlite3_column_text(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return try body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    /// The value of a column, a blob as the text of its bytes.
    func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        default: .text(text(column))
        }
    }
}
