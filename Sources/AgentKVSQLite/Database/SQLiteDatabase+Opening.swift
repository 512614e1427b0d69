internal import AgentKV
internal import CSQLite
internal import Dispatch

extension SQLiteDatabase {
    /// Opens the database in a file, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - path: The path of the file, absolute or from the working directory; its folder is there.
    ///   - configuration: How it is opened.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be opened or made,
    ///   is no database, may only be read, is held by others for too long, or was written by a later
    ///   version of this library.
    public convenience init(
        path: String,
        configuration: Configuration = Configuration()
    ) async throws {
        try Self.checkPath(path)
        let opened = try await Self.onThread { try OpenedDatabase(path: path, configuration) }
        self.init(opened, configuration: configuration)
    }

    /// Opens a new database in memory, which is gone when it is closed or let go.
    ///
    /// It has one connection: a read waits while others write.
    public static func inMemory(
        configuration: Configuration = Configuration()
    ) async throws -> SQLiteDatabase {
        let opened = try await onThread { try OpenedDatabase(inMemory: configuration) }
        return SQLiteDatabase(opened, configuration: configuration)
    }

    private static func checkPath(_ path: String) throws(StoreError) {
        let problem: String? =
            switch path {
            case "": "the path is empty"
            case ":memory:": "a database in memory is opened with SQLiteDatabase.inMemory()"
            case _ where path.utf8.contains(0): "the path contains U+0000"
            default: nil
            }
        if let problem { throw .storage(.cannotOpen, reason: problem) }
    }

    /// Opening reads and writes files: not on the caller's thread.
    static func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result(catching: body).mapError(\.forCaller))
            }
        }
    }
}

/// What opening a database results in.
struct OpenedDatabase: Sendable {
    let path: String?
    let connection: Connection
    let readers: ReaderPool?
    let clock: DatabaseClock

    init(path: String, _ configuration: SQLiteDatabase.Configuration) throws {
        self.path = path
        do {
            clock = DatabaseClock(configuration.wallClock)
            connection = try Connection(path: path, creates: true)
            try connection.prepareForWriting(configuration)
            try connection.setUp(at: clock.now.milliseconds)
            readers = ReaderPool(
                maximum: max(configuration.readers, 1),
                busyTimeout: configuration.busyMilliseconds
            ) {
                let reader = try Connection(path: path, creates: false)
                try reader.execute("PRAGMA temp_store = MEMORY; PRAGMA query_only = ON")
                return reader
            }
            try readers?.prepare()
        } catch let failure as SQLiteFailure {
            throw failure.opening(path)
        }
    }

    init(inMemory configuration: SQLiteDatabase.Configuration) throws {
        path = nil
        clock = DatabaseClock(configuration.wallClock)
        connection = try Connection(path: ":memory:", creates: true)
        try connection.setUp(at: clock.now.milliseconds)
        readers = nil
    }
}

extension Connection {
    /// Makes a file ready to be written by this connection.
    fileprivate func prepareForWriting(_ configuration: SQLiteDatabase.Configuration) throws {
        setBusyTimeout(configuration.busyMilliseconds)
        if sqlite3_db_readonly(handle, "main") == 1 {
            throw SQLiteFailure(code: SQLITE_READONLY, message: "the file may only be read")
        }
        try becomeWAL(within: configuration.busyTimeout)
        try execute(
            """
            PRAGMA synchronous = \(configuration.synchronous.rawValue);
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

    /// Brings the schema up to date.
    fileprivate func setUp(at now: Int64) throws {
        try migrate(at: now)
        try adoptInstances(at: now)
    }
}

extension SQLiteFailure {
    /// The error for whoever opens the file.
    fileprivate func opening(_ path: String) -> StoreError {
        guard case .storage(let problem, let reason) = storeError else { return storeError }
        return .storage(problem, reason: "\(path): \(reason)")
    }
}
