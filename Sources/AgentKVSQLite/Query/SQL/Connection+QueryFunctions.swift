internal import AgentKV
internal import CSQLite

/// The functions that the SQL of queries calls.
///
/// - `agentkv_matched()` counts a call, and returns 1.
/// - `agentkv_take_matches()` returns the count, which is 0 from then on.
/// - `agentkv_json_equal(a, b)` returns whether two JSON texts are the same value.
/// - `agentkv_time(milliseconds)` returns the text of a time, as ISO 8601.
extension Connection {
    /// Returns how many records have matched since the last call.
    @discardableResult
    func takeMatches() throws -> Int {
        let statement = try statement("SELECT agentkv_take_matches()")
        defer { statement.reset() }
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    /// Makes the functions known on this connection, where they are not yet, and begins to count.
    func prepareToCountMatches() throws {
        do {
            try takeMatches()
        } catch let failure as SQLiteFailure where failure.primaryCode == SQLITE_ERROR {
            try addQueryFunctions()
            try takeMatches()
        }
    }

    private func addQueryFunctions() throws {
        let counter = MatchCounter()
        let always = SQLITE_UTF8 | SQLITE_DIRECTONLY
        try add("agentkv_matched", always, counter) { context, _, _ in
            MatchCounter.of(context).count += 1
            sqlite3_result_int(context, 1)
        }
        try add("agentkv_take_matches", always, counter) { context, _, _ in
            let counter = MatchCounter.of(context)
            sqlite3_result_int64(context, counter.count)
            counter.count = 0
        }
        try add(
            "agentkv_json_equal",
            arguments: 2,
            always | SQLITE_DETERMINISTIC,
            nil
        ) { context, _, arguments in
            let first = JSONValue(argument: arguments?[0])
            let second = JSONValue(argument: arguments?[1])
            sqlite3_result_int(context, first != nil && first == second ? 1 : 0)
        }
        try add("agentkv_time", arguments: 1, always | SQLITE_DETERMINISTIC, nil) {
            context,
            _,
            arguments in
            guard sqlite3_value_type(arguments?[0]) == SQLITE_INTEGER else { return }
            let text = ISO8601.text(milliseconds: sqlite3_value_int64(arguments?[0]))
            sqlite3_result_text(context, text, -1, Statement.copied)
        }
    }

    private func add(
        _ name: String,
        arguments: Int32 = 0,
        _ flags: Int32,
        _ counter: MatchCounter?,
        _ function:
            @escaping @convention(c) (
                OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
            ) -> Void
    ) throws {
        // SQLite releases the counter with the function, also where it cannot be added.
        let retained = counter.map { Unmanaged.passRetained($0).toOpaque() }
        let code = sqlite3_create_function_v2(
            handle,
            name,
            arguments,
            flags,
            retained,
            function,
            nil,
            nil
        ) { counter in
            if let counter { Unmanaged<MatchCounter>.fromOpaque(counter).release() }
        }
        if code != SQLITE_OK { throw SQLiteFailure(handle, code: code) }
    }
}

/// How many records have matched on a connection; used by whoever uses the connection.
private final class MatchCounter {
    var count: Int64 = 0

    static func of(_ context: OpaquePointer?) -> MatchCounter {
        Unmanaged<MatchCounter>.fromOpaque(sqlite3_user_data(context)).takeUnretainedValue()
    }
}

extension JSONValue {
    /// The value of a function's argument; nil if its text is no JSON.
    fileprivate init?(argument: OpaquePointer?) {
        guard let start = sqlite3_value_text(argument) else { return nil }
        let count = Int(sqlite3_value_bytes(argument))
        let bytes = UnsafeBufferPointer(start: start, count: count)
        guard let value = try? JSONValue(stored: bytes, maximumDepth: .max) else { return nil }
        self = value
    }
}
