internal import AgentKV

/// Where a page ends, and what comes behind it.
///
/// SQLite's comparisons put numbers before text and text before bytes, as its order does; null, which
/// its order puts first and no comparison finds, is asked for by itself.
extension QuerySQL {
    /// Returns the condition that a record comes behind a position: the first term that differs
    /// decides.
    mutating func isBehind(_ position: QueryPosition, in orders: [QueryOrder]) -> String {
        var cases: [String] = []
        for (order, rank) in zip(orders, position.ranks) {
            for (term, value) in zip(terms(order.field), values(of: rank, in: order.field)) {
                cases += Self.cases(term, value, order.direction)
            }
        }
        cases += Self.cases("+kv_store.namespace", bind(.text(position.namespace)), .ascending)
        cases += Self.cases("+kv_store.key", bind(.text(position.key)), .ascending)
        return "CASE \(cases.joined(separator: " ")) ELSE FALSE END"
    }

    /// Returns the cases in which a term decides; the value is nil for null.
    private static func cases(
        _ term: String,
        _ value: String?,
        _ direction: QueryOrder.Direction
    ) -> [String] {
        switch (value, direction) {
        case (nil, .ascending):
            ["WHEN \(term) IS NOT NULL THEN TRUE"]
        case (nil, .descending):
            ["WHEN \(term) IS NOT NULL THEN FALSE"]
        case (let value?, .ascending):
            ["WHEN \(term) > \(value) THEN TRUE", "WHEN \(term) IS NOT \(value) THEN FALSE"]
        case (let value?, .descending):
            [
                "WHEN \(term) IS NULL OR \(term) < \(value) THEN TRUE",
                "WHEN \(term) <> \(value) THEN FALSE",
            ]
        }
    }

    /// Returns what the terms of a field are for a rank.
    private mutating func values(of rank: SortRank, in field: QueryField) -> [String?] {
        let value: String? =
            switch rank.value {
            case .integer, .number, .string: bindScalar(rank.value)
            case .array, .object: "x''"
            case .null, .bool: nil
            }
        guard case .value = field else { return [value] }
        return [value, 1...3 ~= rank.kind ? String(rank.kind) : nil]
    }
}

/// Where the record of a row stands in the order of a query.
extension Query {
    func position(
        ofRow row: Int64,
        on connection: Connection,
        expectsInvalidJSON: Bool
    ) throws -> QueryPosition {
        let sql = QuerySQL(positionIn: orders, row: row, expectsInvalidJSON: expectsInvalidJSON)
        let statement = try connection.prepare(sql.text)
        try statement.bind(sql.parameters)
        _ = try statement.step()
        var column: Int32 = 2
        let ranks = orders.map { order in
            defer { column += order.field.termCount }
            return statement.rank(column, of: order.field)
        }
        return QueryPosition(ranks: ranks, namespace: statement.text(0), key: statement.text(1))
    }
}

extension QueryField {
    /// By how many terms SQLite orders by the field.
    fileprivate var termCount: Int32 {
        if case .value = self { 2 } else { 1 }
    }
}

extension Statement {
    /// The rank that the terms of a field stand for, from a column on.
    fileprivate func rank(_ column: Int32, of field: QueryField) -> SortRank {
        if isBlob(column) { return SortRank([]) }
        switch value(column) {
        case .integer(let integer): return SortRank(.integer(integer))
        case .real(let number): return SortRank(.number(number))
        case .text(let text): return SortRank(.string(text))
        case .null: break
        }
        guard case .value = field else { return SortRank(nil) }
        return switch integer(column + 1) {
        case 1: SortRank(.null)
        case 2: SortRank(false)
        case 3: SortRank(true)
        default: SortRank(nil)
        }
    }
}
