internal import AgentKV
internal import CSQLite

extension SQLiteDatabase {
    /// Builds the database file anew without the space that deleted records have left, and returns
    /// by how many bytes it is smaller.
    ///
    /// - It needs free disk space for two more copies of what is in the database: one beside other
    ///   temporary files, and one in the write-ahead log.
    /// - Writers of this process wait until it is done, those of others as long as their busy
    ///   timeout says. Readers go on; while one of them reads what was before, the file itself stays
    ///   as large as it was, until a later checkpoint.
    /// - When it fails, or the process ends, the database is as it was.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)``, for example where the disk is full or
    ///   another process writes for longer than the busy timeout.
    @discardableResult
    public func compact() async throws -> Int {
        try await withWriter { connection in
            let before = try connection.size()
            try connection.vacuum()
            _ = try connection.checkpoint(.truncate)
            return try before - connection.size()
        }
    }

    /// Writes what is in the write-ahead log into the database file.
    ///
    /// SQLite does so by itself every thousand pages or so, and when the last connection is closed;
    /// calling it is for when a log that has grown is to be short at once.
    ///
    /// - Parameter mode: How far it goes.
    /// - Returns: What is in the log and in the file; nothing, twice, for a database in memory.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be written. That
    ///   readers or others have kept it from being complete is no error, but in the result.
    @discardableResult
    public func checkpoint(_ mode: CheckpointMode = .passive) async throws -> CheckpointResult {
        try await withWriter { try $0.checkpoint(mode) }
    }
}

extension Connection {
    fileprivate func checkpoint(_ mode: CheckpointMode) throws -> CheckpointResult {
        let code =
            switch mode {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        var inLog: Int32 = 0
        var written: Int32 = 0
        let outcome = sqlite3_wal_checkpoint_v2(handle, "main", code, &inLog, &written)
        let failure = SQLiteFailure(handle, code: outcome)
        if outcome != SQLITE_OK, !failure.isBusy { throw failure }
        // SQLite says -1 where there is no log, or somebody else is making a checkpoint.
        return CheckpointResult(
            framesInLog: Int(max(inLog, 0)),
            framesWritten: Int(max(written, 0))
        )
    }

    /// The temporary copy goes to a file: this connection keeps others in memory.
    fileprivate func vacuum() throws {
        try execute("PRAGMA temp_store = FILE")
        defer { try? execute("PRAGMA temp_store = MEMORY") }
        try execute("VACUUM")
    }

    /// How many bytes the database has.
    fileprivate func size() throws -> Int {
        let sizes = try rows(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        ) { Int($0.integer(0)) }
        return sizes.first ?? 0
    }
}
