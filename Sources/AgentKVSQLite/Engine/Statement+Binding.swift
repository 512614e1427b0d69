internal import CSQLite

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
    static var copied: sqlite3_destructor_type {
        unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }

    private static var nothing: UnsafePointer<CChar> {
        UnsafeRawPointer(StaticString("").utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
