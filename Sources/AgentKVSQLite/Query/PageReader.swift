internal import AgentKV
internal import Foundation

/// Reads the records of a page, of each only what is selected.
struct PageReader {
    private let selection: Selection
    /// The parts that the statement returns, each in a column of its own; nil if it returns the
    /// whole value.
    private let parts: [[String]]?
    private let valueDepth: Int
    private let connection: Connection
    private let statement: Statement

    /// The column behind those that every record has.
    private static let firstPart: Int32 = 8

    init(_ selection: Selection, valueDepth: Int, on connection: Connection) throws {
        self.selection = selection
        self.valueDepth = valueDepth
        self.connection = connection
        let paths = selection.paths ?? []
        // SQLite cuts out what its paths can name; for any other name the whole value is read.
        let canCut = paths.allSatisfy { !$0.isEmpty && $0.allSatisfy(ValuePart.isPlain) }
        parts = canCut ? paths : nil
        var columns = ["key", "namespace", "created_at", "updated_at", "expires_at"]
        columns += ["id", "metadata", "revision"]
        columns += parts?.indices.map { "value -> ?\($0 + 2)" } ?? ["value"]
        statement = try connection.prepare(
            "SELECT \(columns.joined(separator: ", ")) FROM kv_store WHERE rowid = ?1"
        )
        for (index, path) in (parts ?? []).enumerated() {
            try statement.bind((["$"] + path).joined(separator: "."), at: Int32(index + 2))
        }
    }

    /// Returns the record of a row, which must exist.
    func record(_ row: Int64, instanceID: String) throws -> QueryRecord {
        defer { statement.reset() }
        try statement.bind(row, at: 1)
        do {
            _ = try statement.step()
        } catch let failure as SQLiteFailure where failure.isAboutJSON {
            let keys = try connection.rows(
                "SELECT key FROM kv_store WHERE rowid = ?",
                [.integer(row)]
            ) { $0.text(0) }
            throw StoreError.invalidValue(key: keys.first ?? "", reason: "the text is no JSON")
        }
        var record = QueryRecord()
        for column in selection.columns {
            switch column {
            case .id: record.id = statement.text(5)
            case .instanceID: record.instanceID = instanceID
            case .key: record.key = statement.text(0)
            case .namespace: record.namespace = statement.text(1)
            case .createdAt: record.createdAt = Date(milliseconds: statement.integer(2))
            case .updatedAt: record.updatedAt = Date(milliseconds: statement.integer(3))
            case .expiresAt:
                record.expiresAt = statement.deadline(4).map(Date.init(milliseconds:))
            case .metadata:
                if !statement.isNull(6), case .object(let object) = try json(6) {
                    record.metadata = object
                }
            case .revision: record.revision = Revision(rawValue: statement.integer(7))
            }
        }
        record.value = try value()
        return record
    }

    private func value() throws -> JSONValue? {
        guard let paths = selection.paths else { return nil }
        guard let parts else { return try json(Self.firstPart).reduced(to: paths) }
        var found: [(path: [String], value: JSONValue)] = []
        for (index, path) in parts.enumerated()
        where !statement.isNull(Self.firstPart + Int32(index)) {
            found.append((path, try json(Self.firstPart + Int32(index))))
        }
        return Selection.tree(found)
    }

    private func json(_ column: Int32) throws -> JSONValue {
        do {
            return try statement.withText(column) { text throws(JSONError) in
                try JSONValue(stored: text, maximumDepth: valueDepth)
            }
        } catch {
            let reason = "the stored text is no JSON: \(error)"
            throw StoreError.invalidValue(key: statement.text(0), reason: reason)
        }
    }
}
