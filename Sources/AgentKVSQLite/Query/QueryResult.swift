public import AgentKV

/// What a query has found.
public struct QueryResult: Sendable, Hashable {
    /// The records, in the order that was asked for.
    public var records: [QueryRecord]
    /// How many records match, whatever limit and offset.
    public var total: Int

    /// Creates a result.
    public init(records: [QueryRecord], total: Int) {
        self.records = records
        self.total = total
    }
}

extension QueryResult {
    /// The result as JSON: an object of `records` and `total`.
    public var json: JSONValue {
        [
            "records": .array(records.map { .object($0.json) }),
            "total": .integer(Int64(total)),
        ]
    }
}
