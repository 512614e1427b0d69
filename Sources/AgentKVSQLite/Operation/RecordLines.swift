/// The records of an instance, or of a namespace of it, as lines of JSON.
///
/// ```swift
/// for try await line in database.export(instance: "agents") { print(line) }
/// ```
///
/// - The first line describes the instance; each that follows is a live record, or an inbox of which all messages
///   are lent, in the order of namespace and key. No line has an end of its own, or a line break in it.
/// - All lines are of one moment, that of the first one asked for. Others read and write meanwhile;
///   what they write stays in the write-ahead log until the last line, or until the iterator is let
///   go. A database in memory is copied in memory first.
/// - No more than about a mebibyte of lines is in memory, or one line where that is longer.
/// - Each iteration is an export of its own.
/// - It ends with an error if the database is closed, an instance is not there, a value is no
///   JSON, or the task is cancelled.
///
/// A record is `{"namespace", "key", "value", "createdAt", "updatedAt"}` and, where it has them, `id`,
/// `expiresAt`, `metadata`, and the agents `createdBy` and `updatedBy`. Times are whole milliseconds
/// since 1970-01-01 00:00 UTC. Its revision is not in it: that is a number
/// of the database.
///
/// Of an inbox `messages` says what is known of those that wait and of those that are lent: an array of
/// `{"kind", "name", "value", "due"}`, beside the record that is the list, or in a line of `namespace` and
/// `key` alone where none waits.
public struct RecordLines: AsyncSequence, Sendable {
    let database: SQLiteDatabase
    let instance: String
    let namespace: String?

    /// Goes through the lines.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let lines: RecordLines
        private var cursor: ExportCursor?
        /// The lines that come next, in reverse order.
        private var waiting: [String] = []
        private var isAtEnd = false

        fileprivate init(_ lines: RecordLines) {
            self.lines = lines
        }

        /// Returns the next line; nil behind the last one.
        public mutating func next() async throws -> String? {
            if let line = waiting.popLast() { return line }
            if isAtEnd { return nil }
            do {
                let page = try await nextPage()
                waiting = page.lines.reversed()
            } catch {
                end()
                throw error
            }
            if waiting.isEmpty { end() }
            return waiting.popLast()
        }

        private mutating func nextPage() async throws -> ExportCursor.Page {
            let cursor =
                if let cursor { cursor } else { try await lines.cursor() }
            self.cursor = cursor
            return try await cursor.snapshot.run { try cursor.nextPage(on: $0) }
        }

        private mutating func end() {
            isAtEnd = true
            cursor = nil
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(self)
    }

    func cursor() async throws -> ExportCursor {
        try await ExportCursor.begin(instance, namespace, of: database, on: database.snapshot())
    }
}
