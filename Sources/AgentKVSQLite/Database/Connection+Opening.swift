internal import CSQLite

extension Connection {
    /// How long the log stays when a long read has made it longer, in bytes.
    ///
    /// SQLite writes the log into the database whenever it has 4 MiB or so, and then begins it anew
    /// without making the file shorter, unless it is longer than this.
    private static var logLength: Int { 16 << 20 }

    /// Makes a file ready to be written by this connection.
    ///
    /// What is not ours to write is refused before anything is changed.
    func prepareForWriting(_ configuration: SQLiteDatabase.Configuration) throws {
        setBusyTimeout(configuration.busyMilliseconds)
        if sqlite3_db_readonly(handle, "main") == 1 {
            throw SQLiteFailure(code: SQLITE_READONLY, message: "the file may only be read")
        }
        if try rows("PRAGMA encoding", [], { $0.text(0) }).first != "UTF-8" {
            // It would be compared by other bytes than ours.
            throw SQLiteFailure(code: SQLITE_CANTOPEN, message: "its text is not UTF-8")
        }
        _ = try MigrationLog(self).lastNumber()
        try becomeWAL(within: configuration.longestWait)
        try execute(
            """
            PRAGMA synchronous = \(configuration.synchronous.rawValue);
            PRAGMA journal_size_limit = \(Self.logLength);
            PRAGMA temp_store = MEMORY
            """
        )
    }

    /// Switches the file to a write-ahead log; of two that do so at once SQLite refuses one.
    private func becomeWAL(within timeout: Duration) throws {
        let clock = ContinuousClock()
        let deadline = clock.now + timeout
        while true {
            do {
                let mode = try rows("PRAGMA journal_mode = WAL") { $0.text(0) }.first
                if mode == "wal" { return }
                throw SQLiteFailure(
                    code: SQLITE_CANTOPEN,
                    message: "its file system has no shared memory, which a write-ahead log needs"
                )
            } catch let failure as SQLiteFailure where failure.isBusy && clock.now < deadline {
                sqlite3_sleep(1)
            }
        }
    }
}
