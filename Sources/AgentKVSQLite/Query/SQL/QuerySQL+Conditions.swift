internal import AgentKV

/// The conditions that filters stand for. Null counts as false.
extension QuerySQL {
    mutating func condition(_ filter: QueryFilter) -> String {
        if filter.operator == .neq {
            var equal = filter
            equal.operator = .eq
            return "\(condition(equal)) IS NOT TRUE"
        }
        return switch filter.field {
        case .key: text("kv_store.key", filter)
        case .namespace: text("kv_store.namespace", filter)
        case .createdAt: time("kv_store.created_at", filter)
        case .updatedAt: time("kv_store.updated_at", filter)
        case .expiresAt: time("kv_store.expires_at", filter)
        case .value(let path): json(path, filter)
        }
    }

    /// A condition on a column of texts.
    private mutating func text(_ column: String, _ filter: QueryFilter) -> String {
        switch (filter.operator, filter.operand) {
        case (.in, .array(let elements)):
            return "(\(column) IN (\(list(elements))))"
        case (_, .string(let text)) where filter.operator.isOfText:
            return "(\(find(text, in: column, filter.operator)))"
        case (_, .string(let text)):
            return "(\(column) \(filter.operator.sign) \(bind(.text(text))))"
        default:
            return "(\(column) IS NOT NULL)"
        }
    }

    /// A condition on a column of milliseconds since 1970.
    ///
    /// To operators that look into a text it is the ISO 8601 text of that time.
    private mutating func time(_ column: String, _ filter: QueryFilter) -> String {
        switch (filter.operator, filter.operand) {
        case (.in, .array(let elements)):
            return "(\(column) IN (\(list(elements))))"
        case (_, .string(let text)):
            // SQLite's own function has no text for times after the year 9999.
            return "(\(find(text, in: "agentkv_time(\(column))", filter.operator)))"
        case (_, let time?):
            return "(\(column) \(filter.operator.sign) \(bindScalar(time)))"
        default:
            return "(\(column) IS NOT NULL)"
        }
    }

    /// A condition on a part of the value.
    private mutating func json(_ path: [String], _ filter: QueryFilter) -> String {
        part(at: path).expression { type, value in
            let condition = json(type, value, filter.operator, filter.operand)
            guard let number = filter.numericOperand else { return condition }
            return "(\(condition)) OR (\(json(type, value, filter.operator, number)))"
        }
    }

    private mutating func json(
        _ type: String,
        _ value: String,
        _ operator: QueryOperator,
        _ operand: JSONValue?
    ) -> String {
        switch (`operator`, operand) {
        case (.in, .array(let elements)):
            let equal = elements.map { isEqual(type, value, to: $0) }
            return equal.isEmpty ? "FALSE" : Self.joined(equal[...], by: "OR")
        case (.eq, let operand?):
            return isEqual(type, value, to: operand)
        case (_, .string(let text)) where `operator`.isOfText:
            let isText = "\(type) = 'text'"
            return "\(isText) AND \(find(text, in: value, `operator`))"
        case (_, let operand?):
            return compares(type, value, `operator`, operand)
        default:
            return "\(type) IS NOT NULL"
        }
    }

    /// Returns conditions as one, nested no deeper than SQLite allows however many they are: it takes
    /// a row of them for a chain.
    static func joined(_ conditions: ArraySlice<String>, by word: String) -> String {
        if conditions.count <= 8 { return conditions.joined(separator: " \(word) ") }
        let middle = conditions.startIndex + conditions.count / 2
        let first = joined(conditions[..<middle], by: word)
        return "(\(first)) \(word) (\(joined(conditions[middle...], by: word)))"
    }

    private mutating func list(_ elements: [JSONValue]) -> String {
        elements.map { bindScalar($0) }.joined(separator: ", ")
    }
}
