internal import AgentKV

extension Query {
    /// Returns the query as it is run: within `limits`, with its limit filled in and the operands
    /// of times in milliseconds.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` that names the place.
    func validated(by limits: QueryLimits) throws(StoreError) -> Query {
        var query = self
        let maximum = max(1, limits.maximumRecords)
        query.maximumRecords = maximumRecords ?? max(1, min(limits.defaultRecords, maximum))
        if let maximumRecords, !(1...maximum ~= maximumRecords) {
            throw .invalidQuery("limit", "it is \(maximumRecords), and has to be 1 to \(maximum)")
        }
        if skippedRecords < 0 {
            throw .invalidQuery("offset", "it is \(skippedRecords), and has to be 0 or more")
        }
        if cursor != nil, skippedRecords != 0 {
            throw .invalidQuery("offset", "a query with “after” begins there, and has no offset")
        }
        try Self.check(filters.count, "filters", isAtMost: limits.filters, at: "where")
        try Self.check(orders.count, "orders", isAtMost: limits.fields, at: "orderBy")
        try Self.check(selection.count, "fields", isAtMost: limits.fields, at: "select")
        for (index, field) in selection.enumerated() {
            try field.check(limits, at: "select[\(index)]")
        }
        for (index, order) in orders.enumerated() {
            try order.field.check(limits, at: "orderBy[\(index)].field")
        }
        _ = try cursor?.position(in: orders)
        for (index, filter) in filters.enumerated() {
            query.filters[index] = try filter.validated(by: limits, at: "where[\(index)]")
        }
        return query
    }

    /// Returns the id or name of the instance that the query is for.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)`` if there is none.
    func requiredInstance() throws(StoreError) -> String {
        if let instance { return instance }
        throw .invalidQuery("from.instance", "a query needs the id or the name of an instance")
    }

    private static func check(
        _ count: Int,
        _ what: String,
        isAtMost maximum: Int,
        at place: String
    ) throws(StoreError) {
        if count > maximum {
            throw .invalidQuery(place, "it has \(count) \(what), and \(maximum) are allowed")
        }
    }
}

extension QueryField {
    fileprivate func check(_ limits: QueryLimits, at place: String) throws(StoreError) {
        if case .value(let path) = self, path.count > limits.pathNames {
            throw .invalidQuery(
                place,
                "its path has \(path.count) names, and \(limits.pathNames) are allowed"
            )
        }
    }
}

extension QueryFilter {
    fileprivate func validated(
        by limits: QueryLimits,
        at place: String
    ) throws(StoreError) -> QueryFilter {
        try field.check(limits, at: "\(place).field")
        var filter = self
        filter.operand = try checkedOperand(limits, at: "\(place).value")
        if let numericOperand { try checkNumbers(numericOperand, limits, at: "\(place).number") }
        return filter
    }

    /// Throws unless numbers may be held against the field as well, and these are numbers.
    private func checkNumbers(
        _ operand: JSONValue,
        _ limits: QueryLimits,
        at place: String
    ) throws(StoreError) {
        guard case .value = field, `operator` != .exists, !`operator`.isOfText else {
            let reason = "it goes with a part of a value that is compared, and with nothing else"
            throw .invalidQuery(place, reason)
        }
        if `operator` != .in, case .array = operand {
            throw .invalidQuery(place, "a number is expected", found: operand)
        }
        let numbers = try checkedOperands(operand, limits, at: place)
        for number in numbers {
            switch number {
            case .integer, .number: continue
            default: throw .invalidQuery(place, "a number is expected", found: number)
            }
        }
    }

    private func checkedOperand(
        _ limits: QueryLimits,
        at place: String
    ) throws(StoreError) -> JSONValue? {
        if `operator` == .exists {
            if operand == nil { return nil }
            throw .invalidQuery(place, "“exists” takes no value")
        }
        guard let operand else { throw .invalidQuery(place, "it is missing") }
        if `operator`.isOfText {
            guard case .string = operand else {
                throw .invalidQuery(place, "“\(`operator`.rawValue)” takes a text", found: operand)
            }
            return operand
        }
        let operands = try checkedOperands(operand, limits, at: place)
        return `operator` == .in ? .array(operands) : operands.first
    }

    /// Returns the elements of the operand of `in`, and of other operators the operand.
    private func checkedOperands(
        _ operand: JSONValue,
        _ limits: QueryLimits,
        at place: String
    ) throws(StoreError) -> [JSONValue] {
        guard `operator` == .in else { return [try checked(operand, at: place)] }
        guard case .array(let elements) = operand else {
            throw .invalidQuery(place, "“in” takes an array", found: operand)
        }
        if elements.count > limits.listedValues {
            let reason = "it lists \(elements.count) values, and \(limits.listedValues) are allowed"
            throw .invalidQuery(place, reason)
        }
        var checkedElements: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            checkedElements.append(try checked(element, at: "\(place)[\(index)]"))
        }
        return checkedElements
    }

    /// Returns what the field is held against as a whole.
    private func checked(_ operand: JSONValue, at place: String) throws(StoreError) -> JSONValue {
        switch (field, operand) {
        case (.key, .string), (.namespace, .string):
            return operand
        case (.key, _), (.namespace, _):
            throw .invalidQuery(place, "\(field) is held against a text", found: operand)
        case (.createdAt, _), (.updatedAt, _), (.expiresAt, _):
            guard let time = Self.time(operand) else {
                let expected =
                    "\(field) is held against milliseconds since 1970 or an ISO 8601 text"
                throw .invalidQuery(place, "\(expected) with “Z” or an offset", found: operand)
            }
            return time
        case (.value, .array), (.value, .object):
            if `operator`.isOfOrder {
                throw .invalidQuery(place, "arrays and objects are not less or greater")
            }
        case (.value, _):
            break
        }
        do {
            // However deep a value of the database may be.
            _ = try operand.text(maximumDepth: .max)
        } catch {
            throw .invalidQuery(place, "\(error)")
        }
        return operand
    }

    /// Returns the milliseconds since 1970 that stand for a time; nil if the operand is none.
    private static func time(_ operand: JSONValue) -> JSONValue? {
        switch operand {
        case .integer: return operand
        case .number(let number) where number.isFinite: return operand
        case .string(let text): return ISO8601.milliseconds(text).map(JSONValue.integer)
        case .null, .bool, .number, .array, .object: return Optional.none
        }
    }
}
