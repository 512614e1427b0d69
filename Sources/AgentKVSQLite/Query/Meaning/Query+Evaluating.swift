internal import AgentKV
internal import Foundation

// What queries mean, said a second time: the SQL that they are compiled to finds the same. Nothing
// here is meant to be fast.
extension Query {
    /// Returns what the query finds among the records of its instance.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` as running the query does.
    func evaluate(
        over records: [Record],
        now: Date,
        limits: QueryLimits = QueryLimits()
    ) throws(StoreError) -> QueryResult {
        let query = try validated(by: limits)
        let matches = records.filter { query.matches($0, now: now) }
        let start = try query.cursor?.position(in: orders)
        let sorted = matches.map { (record: $0, position: query.position(of: $0)) }
            .filter { start?.precedes($0.position, in: orders) ?? true }
            .sorted { $0.position.precedes($1.position, in: orders) }
            .dropFirst(skippedRecords)
        let page = sorted.prefix(query.maximumRecords ?? 0)
        let selection = Selection(selection)
        return QueryResult(
            records: page.map { QueryRecord(of: $0.record, selection) },
            total: matches.count,
            next: page.count < sorted.count
                ? page.last.flatMap { try? QueryCursor($0.position, in: orders) } : nil
        )
    }

    private func matches(_ record: Record, now: Date) -> Bool {
        if let deadline = record.expiresAt, deadline <= now { return false }
        if let namespace, !namespace.utf8.elementsEqual(record.namespace.utf8) { return false }
        return filters.allSatisfy { $0.matches(record) }
    }

    /// Returns where a record stands in the order.
    func position(of record: Record) -> QueryPosition {
        QueryPosition(
            ranks: orders.map { SortRank($0.field.content(in: record)) },
            namespace: record.namespace,
            key: record.key
        )
    }
}

extension QueryField {
    /// Returns what a record has in this field, times as milliseconds; nil if it is missing.
    func content(in record: Record) -> JSONValue? {
        switch self {
        case .key: .string(record.key)
        case .namespace: .string(record.namespace)
        case .createdAt: .integer(record.createdAt.milliseconds)
        case .updatedAt: .integer(record.updatedAt.milliseconds)
        case .expiresAt: record.expiresAt.map { .integer($0.milliseconds) }
        case .value(let path): record.value.part(at: path)
        }
    }
}

extension JSONValue {
    /// Returns what is at the end of a path of member names.
    func part(at path: [String]) -> JSONValue? {
        var part = self
        for name in path {
            guard let next = part[name] else { return nil }
            part = next
        }
        return part
    }
}

extension QueryRecord {
    init(of record: Record, _ selection: Selection) {
        for column in selection.columns {
            switch column {
            case .id: id = record.id
            case .metadata: metadata = record.metadata
            case .revision: revision = record.revision
            case .instanceID: instanceID = record.instanceID
            case .namespace: namespace = record.namespace
            case .key: key = record.key
            case .createdAt: createdAt = record.createdAt
            case .updatedAt: updatedAt = record.updatedAt
            case .expiresAt: expiresAt = record.expiresAt
            }
        }
        guard let paths = selection.paths else { return }
        value = record.value.reduced(to: paths)
    }
}

extension JSONValue {
    /// Returns the value, or an object that holds only the parts at those paths.
    func reduced(to paths: [[String]]) -> JSONValue {
        if paths.contains([]) { return self }
        return Selection.tree(
            paths.compactMap { path in part(at: path).map { (path, $0) } }
        )
    }
}
