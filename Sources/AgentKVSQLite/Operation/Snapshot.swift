internal import AgentKV
internal import CSQLite
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
        let timeout = configuration.busyMilliseconds
        let connection =
            if let path {
                try await Self.onThread { try Connection(snapshotOf: path, busyTimeout: timeout) }
            } else {
                try await withWriter { try $0.copyInMemory() }
            }
        let snapshot = Snapshot(connection)
        try operations.add(snapshot)
        return snapshot
    }
}

extension Connection {
    /// Opens a file to read it as it is now.
    fileprivate convenience init(snapshotOf path: String, busyTimeout: Int32) throws {
        try self.init(path: path, creates: false)
        setBusyTimeout(busyTimeout)
        try execute("PRAGMA query_only = ON")
        try beginReading()
        // A transaction has its moment with its first read.
        _ = try lastRevision()
    }

    /// Returns a copy of the database that is in memory too.
    fileprivate func copyInMemory() throws -> Connection {
        let copy = try Connection(path: ":memory:", creates: true)
        let run = try BackupRun(from: self, to: copy)
        while try run.step(pages: -1) != nil {}
        run.finish()
        return copy
    }
}
