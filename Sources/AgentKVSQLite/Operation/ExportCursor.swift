internal import AgentKV
internal import Foundation

/// The way through the records of an export, which goes on from where it was.
///
/// All that is not constant is used on the thread of the snapshot alone.
final class ExportCursor: @unchecked Sendable {
    /// Lines of some records.
    struct Page: Sendable {
        var lines: [String] = []
        /// How many of the lines are records.
        var records = 0
        fileprivate var bytes = 0
    }

    /// A page ends with the record that reaches one of these bounds.
    private static let recordsOfPage = 500
    private static let bytesOfPage = 1 << 20

    let snapshot: Snapshot
    /// How many records there are.
    let total: Int
    private let limits: StoreLimits
    private var header: String?
    /// The statement that the connection keeps and this goes through; nil behind the last record.
    private var sql: StaticString?
    /// What is known of messages, which is told with the record at its key.
    private var messages: ExportedMessages

    /// Finds the instance in a snapshot.
    static func begin(
        _ instance: String,
        _ namespace: String?,
        of database: SQLiteDatabase,
        on snapshot: Snapshot
    ) async throws -> ExportCursor {
        try await snapshot.run { connection in
            let id = try connection.requireInstance(instance)
            let now = try database.clock.now(on: connection)
            guard let found = try connection.instance(id: id, now: now) else {
                throw StoreError.unknownInstance(deleted: id)
            }
            let header = ExportHeader(
                instance: found,
                userID: try connection.user(ofInstance: id),
                namespace: namespace,
                revision: try connection.lastRevision()
            )
            let total =
                try namespace.map { namespace in
                    let place = Place(instanceID: id, namespace: namespace)
                    return try connection.count(in: place, prefix: "", now: now)
                } ?? found.recordCount
            return ExportCursor(
                snapshot,
                header: header,
                total: total,
                sql: try connection.beginExport(of: id, namespace, now: now),
                messages: try ExportedMessages(of: id, namespace, on: connection, database.limits),
                limits: database.limits
            )
        }
    }

    private init(
        _ snapshot: Snapshot,
        header: ExportHeader,
        total: Int,
        sql: StaticString,
        messages: ExportedMessages,
        limits: StoreLimits
    ) {
        self.snapshot = snapshot
        self.header = header.line
        self.total = total
        self.sql = sql
        self.messages = messages
        self.limits = limits
    }

    /// Reads on, on the connection of the snapshot; an empty page is behind the last.
    func nextPage(on connection: Connection) throws -> Page {
        var page = Page()
        if let header { page.lines.append(header) }
        header = nil
        guard let sql else { return page }
        let statement = try connection.statement(sql)
        while page.records < Self.recordsOfPage, page.bytes < Self.bytesOfPage {
            guard try statement.step() else {
                for line in try messages.lines(before: nil, limits) { page.add(line) }
                self.sql = nil
                break
            }
            let place = (namespace: statement.text(0), key: statement.text(1))
            for line in try messages.lines(before: place, limits) { page.add(line) }
            page.add(try statement.recordLine(messages.parts(at: place, limits), limits: limits))
            page.records += 1
        }
        return page
    }
}

extension ExportCursor.Page {
    fileprivate mutating func add(_ line: String) {
        bytes += line.utf8.count
        lines.append(line)
    }
}

extension Connection {
    /// Makes ready a statement that returns all live records of an instance, or of a namespace of it,
    /// in the order of the primary key.
    fileprivate func beginExport(
        of instanceID: String,
        _ namespace: String?,
        now: DatabaseTime
    ) throws -> StaticString {
        let sql: StaticString =
            if namespace == nil {
                """
                SELECT namespace, key, value, id, created_at, updated_at, expires_at, metadata,
                    created_by, updated_by
                FROM kv_store
                WHERE instance_id = ?1 AND (expires_at IS NULL OR expires_at > ?2)
                ORDER BY namespace, key
                """
            } else {
                """
                SELECT namespace, key, value, id, created_at, updated_at, expires_at, metadata,
                    created_by, updated_by
                FROM kv_store
                WHERE instance_id = ?1 AND namespace = ?3
                    AND (expires_at IS NULL OR expires_at > ?2)
                ORDER BY key
                """
            }
        let statement = try statement(sql)
        try statement.bind(instanceID, at: 1)
        try statement.bind(now.milliseconds, at: 2)
        if let namespace { try statement.bind(namespace, at: 3) }
        return sql
    }
}
