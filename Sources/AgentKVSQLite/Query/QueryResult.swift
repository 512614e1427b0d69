public import AgentKV

/// What a query has found.
public struct QueryResult: Sendable, Hashable {
    /// The records, in the order that was asked for.
    public var records: [QueryRecord]
    /// How many records match, whatever the limit, the offset, and the cursor to begin behind.
    public var total: Int
    /// Where the next page begins: see ``Query/after(_:)``; nil if no record comes behind these.
    public var next: QueryCursor?

    /// Creates a result.
    public init(records: [QueryRecord], total: Int, next: QueryCursor? = nil) {
        self.records = records
        self.total = total
        self.next = next
    }
}

extension QueryResult {
    /// The result as JSON: an object of `records` and `total`, and of `next` where there is more.
    public var json: JSONValue {
        var object: JSONObject = [
            "records": .array(records.map { .object($0.json) }),
            "total": .integer(Int64(total)),
        ]
        object["next"] = next.map { .string($0.text) }
        return .object(object)
    }
}
