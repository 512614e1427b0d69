internal import CSQLite

extension Connection {
    /// Runs `body`, whose statements end when the deadline has passed or is cancelled.
    ///
    /// SQLite asks every 1,000 of its instructions, some 20 µs apart.
    ///
    /// - Throws: What `body` throws; for a statement that was ended, what the deadline says.
    func obeying<R>(_ deadline: QueryDeadline?, _ body: () throws -> R) throws -> R {
        guard let deadline else { return try body() }
        try deadline.check()
        sqlite3_progress_handler(
            handle,
            1_000,
            { deadline in
                guard let deadline else { return 0 }
                let isOver = Unmanaged<QueryDeadline>.fromOpaque(deadline).takeUnretainedValue()
                    .isOver
                return isOver ? 1 : 0
            },
            Unmanaged.passUnretained(deadline).toOpaque()
        )
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        do {
            return try withExtendedLifetime(deadline) { try body() }
        } catch let failure as SQLiteFailure {
            throw deadline.outcome(of: failure)
        }
    }
}
