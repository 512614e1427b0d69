public import AgentKV

extension Query {
    /// Creates the query that a JSON object describes.
    ///
    /// ```json
    /// {
    ///     "from": {"instance": "runs", "namespace": "tasks"},
    ///     "where": [{"field": "value.status", "operator": "eq", "value": "active"}],
    ///     "select": ["key", "value.owner.name"],
    ///     "orderBy": [{"field": "updatedAt", "direction": "desc"}],
    ///     "limit": 20,
    ///     "after": "WzEsWyJ1cGRhdGVkQXQgZGVzYyJd…"
    /// }
    /// ```
    ///
    /// Every member may be left out; a null in its place means the same. `after` is the `next` of a
    /// result, and `offset` a number of records to leave out in its place. `instance` and `namespace`
    /// may also stand outside of `from`, `orderBy` may be called `order` and may be a single
    /// object, and operators and fields have the spellings `=`, `!=`, `starts_with` and
    /// `updated_at` as well.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` for what is unknown or of a wrong
    ///   type; the reason names the place, such as `where[2].operator`. Limits and operands are
    ///   checked when the query is run.
    public init(json: JSONValue) throws(StoreError) {
        self = try QueryReader.query(json)
    }

    /// The query as JSON; ``init(json:)`` makes the same query of it.
    public var json: JSONValue {
        var object = JSONObject()
        if instance != nil || namespace != nil {
            var from = JSONObject()
            from["instance"] = instance.map(JSONValue.string)
            from["namespace"] = namespace.map(JSONValue.string)
            object["from"] = .object(from)
        }
        if !filters.isEmpty { object["where"] = .array(filters.map(\.json)) }
        if !selection.isEmpty { object["select"] = .array(selection.map(\.json)) }
        if !orders.isEmpty { object["orderBy"] = .array(orders.map(\.json)) }
        object["limit"] = maximumRecords.map { .integer(Int64($0)) }
        if skippedRecords != 0 { object["offset"] = .integer(Int64(skippedRecords)) }
        object["after"] = cursor.map { .string($0.text) }
        return .object(object)
    }
}

extension QueryField {
    fileprivate var json: JSONValue { .string(description) }
}

extension QueryFilter {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["field": field.json, "operator": .string(`operator`.rawValue)]
        object["value"] = operand
        object["number"] = numericOperand
        return .object(object)
    }
}

extension QueryOrder {
    fileprivate var json: JSONValue {
        ["field": field.json, "direction": .string(direction.rawValue)]
    }
}
