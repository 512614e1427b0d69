import AgentKV
import CSQLite

@testable import AgentKVSQLite

extension Connection {
    /// Opens a file as another program would.
    static func foreign(_ path: String) throws -> Connection {
        try Connection(path: path, creates: true)
    }

    func integer(_ sql: String) throws -> Int64? {
        try rows(sql) { $0.isNull(0) ? nil : $0.integer(0) }.first ?? nil
    }

    func strings(_ sql: String) throws -> [String] {
        try rows(sql) { $0.text(0) }
    }
}

extension SQLiteDatabase {
    /// Runs statements on the connection that writes.
    func execute(_ sql: String) async throws {
        try await withWriter { try $0.execute(sql) }
    }

    func strings(_ sql: String) async throws -> [String] {
        try await withWriter { try $0.strings(sql) }
    }

    /// Counts the commits from now on.
    func countCommits() async throws -> CommitCount {
        let count = CommitCount()
        let context = Unmanaged.passUnretained(count)
        CommitCount.kept.withLock { $0.append(count) }
        try await withWriter { connection in
            _ = sqlite3_commit_hook(
                connection.handle,
                { context in
                    if let context {
                        Unmanaged<CommitCount>.fromOpaque(context).takeUnretainedValue().add()
                    }
                    return 0
                },
                context.toOpaque()
            )
        }
        return count
    }
}

/// How often a connection has committed.
///
/// It is kept for ever: a connection may outlive its test.
final class CommitCount: Sendable {
    fileprivate static let kept = Lock<[CommitCount]>([])

    private let count = Lock(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}
