internal import AgentKV

/// Reads a query from JSON, in both dialects and any mixture of them.
enum QueryReader {
    static func query(_ json: JSONValue) throws(StoreError) -> Query {
        let members = try QueryMembers(json, at: "")
        try members.allow([
            "from", "instance", "namespace", "where", "select", "order", "orderBy", "limit",
            "offset", "after",
        ])
        var query = Query()
        if let from = members["from"] {
            let source = try QueryMembers(from, at: "from")
            try source.allow(["instance", "namespace"])
            query.instance = try source.text("instance")
            query.namespace = try source.text("namespace")
        }
        if let instance = try members.text("instance") {
            try members.refuse("instance", ifKnown: query.instance, from: "from.instance")
            query.instance = instance
        }
        if let namespace = try members.text("namespace") {
            try members.refuse("namespace", ifKnown: query.namespace, from: "from.namespace")
            query.namespace = namespace
        }
        for (place, filter) in try members.elements("where") {
            query.filters.append(try Self.filter(filter, at: place))
        }
        for (place, field) in try members.elements("select") {
            query.selection.append(try Self.field(field, at: place))
        }
        query.orders = try orders(members)
        query.maximumRecords = try members.integer("limit")
        query.skippedRecords = try members.integer("offset") ?? 0
        query.cursor = try members.text("after").map { QueryCursor($0) }
        return query
    }

    private static func filter(
        _ json: JSONValue,
        at place: String
    ) throws(StoreError) -> QueryFilter {
        let members = try QueryMembers(json, at: place)
        try members.allow(["field", "operator", "value", "number"])
        let field = try field(members.required("field"), at: members.place("field"))
        let name = try members.requiredText("operator")
        guard let `operator` = QueryOperator(name) else {
            let known = QueryOperator.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidQuery(
                members.place("operator"),
                "“\(name.cut)” is no operator; there are \(known)"
            )
        }
        var operand = members.all["value"]
        // Some languages cannot leave a member out.
        if `operator` == .exists, operand == .null || operand == .bool(true) { operand = nil }
        return QueryFilter(
            field: field,
            operator: `operator`,
            operand: operand,
            numericOperand: members["number"]
        )
    }

    private static func orders(_ members: QueryMembers) throws(StoreError) -> [QueryOrder] {
        try members.refuse("order", ifKnown: members["orderBy"], from: "orderBy")
        let name = members["order"] == nil ? "orderBy" : "order"
        if case .object? = members[name], let order = members[name] {
            return [try Self.order(order, at: name)]
        }
        var orders: [QueryOrder] = []
        for (place, order) in try members.elements(name) {
            orders.append(try Self.order(order, at: place))
        }
        return orders
    }

    private static func order(
        _ json: JSONValue,
        at place: String
    ) throws(StoreError) -> QueryOrder {
        let members = try QueryMembers(json, at: place)
        try members.allow(["field", "direction"])
        let field = try field(members.required("field"), at: members.place("field"))
        guard let name = try members.text("direction") else { return QueryOrder(by: field) }
        guard let direction = QueryOrder.Direction(rawValue: name) else {
            throw .invalidQuery(
                members.place("direction"),
                "“\(name.cut)” is no direction; there are asc and desc"
            )
        }
        return QueryOrder(by: field, direction)
    }

    private static func field(
        _ json: JSONValue,
        at place: String
    ) throws(StoreError) -> QueryField {
        guard case .string(let name) = json else {
            throw .invalidQuery(place, "the name of a field is expected", found: json)
        }
        if let field = QueryField(name) { return field }
        let known = "key, namespace, value, value.…, createdAt, updatedAt and expiresAt"
        throw .invalidQuery(place, "“\(name.cut)” is no field; there are \(known)")
    }
}
