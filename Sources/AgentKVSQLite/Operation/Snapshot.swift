internal import AgentKV
internal import Dispatch

/// A connection of its own that sees the database as it was at one moment, for what reads long and
/// in parts.
///
/// Writers and other readers go on meanwhile; but what they write stays in the write-ahead log until
/// the snapshot has ended. Of a database in memory it is a copy, since that has one connection.
final class Snapshot: Sendable {
    private let queue = DispatchQueue(label: "AgentKV.snapshot")
    /// Nil once it has ended; used on the queue alone.
    private let connection: Lock<Connection?>

    init(_ connection: Connection) {
        self.connection = Lock(connection)
    }

    /// Runs `body` on the snapshot's own thread, which may block.
    func run<R: Sendable>(_ body: @escaping @Sendable (Connection) throws -> R) async throws -> R {
        try Task.checkCancellation()
        return try await runToEnd(body)
    }

    /// Runs `body` also in a task that is cancelled.
    func runToEnd<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> R
    ) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                let result = Result {
                    try self.connection.withLock { connection in
                        guard let connection else { throw StoreError.closed }
                        return try body(connection)
                    }
                }
                continuation.resume(with: result.mapError(\.forCaller))
            }
        }
    }

    /// Closes the connection, once what runs on it is done.
    func end() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.connection.withLock { $0 = nil }
                continuation.resume()
            }
        }
    }

    deinit {
        // Closing a connection may write to the file: not on the thread that let go of it.
        let connection = connection.withLock { $0 }
        queue.async { withExtendedLifetime(connection) {} }
    }
}

extension SQLiteDatabase {
    /// Returns the database as it is now.
    func snapshot() async throws -> Snapshot {
        let configuration = configuration
        let connection =
            if let file {
                try await Self.onThread { try file.snapshot(configuration) }
            } else {
                try await withWriter { try $0.copyInMemory() }
            }
        let snapshot = Snapshot(connection)
        try operations.add(snapshot)
        return snapshot
    }

    /// Runs a call on the database as it is now; closing the database waits for it.
    func withSnapshot<R>(_ body: (Snapshot) async throws -> R) async throws -> R {
        try await operations.perform {
            let snapshot = try await snapshot()
            do {
                let result = try await body(snapshot)
                await snapshot.end()
                return result
            } catch {
                await snapshot.end()
                throw error
            }
        }
    }
}

extension WatchedFile {
    /// Opens the file to read it as it is now.
    fileprivate func snapshot(_ configuration: SQLiteDatabase.Configuration) throws -> Connection {
        let connection = try connect(configuration)
        try connection.execute("PRAGMA query_only = ON")
        try connection.beginReading()
        // A transaction has its moment with its first read.
        _ = try connection.lastRevision()
        return connection
    }
}

extension Connection {
    /// Returns a copy of the database that is in memory too.
    fileprivate func copyInMemory() throws -> Connection {
        let copy = try Connection(path: ":memory:", creates: true)
        let run = try BackupRun(from: self, to: copy)
        while try run.step(pages: -1) != nil {}
        run.finish()
        return copy
    }
}
