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
            let rest = "((\(column) % 1000 + 1000) % 1000)"
            let second = "strftime('%Y-%m-%dT%H:%M:%S', (\(column) - \(rest)) / 1000, 'unixepoch')"
            let iso = "(\(second) || printf('.%03dZ', \(rest)))"
            return "(\(find(text, in: iso, filter.operator)))"
        case (_, let time?):
            return "(\(column) \(filter.operator.sign) \(bindScalar(time)))"
        default:
            return "(\(column) IS NOT NULL)"
        }
    }

    /// A condition on a part of the value.
    private mutating func json(_ path: [String], _ filter: QueryFilter) -> String {
        part(at: path).expression { type, value in
            switch (filter.operator, filter.operand) {
            case (.in, .array(let elements)):
                let equal = elements.map { isEqual(type, value, to: $0) }
                return equal.isEmpty ? "FALSE" : equal.joined(separator: " OR ")
            case (.eq, let operand?):
                return isEqual(type, value, to: operand)
            case (_, .string(let text)) where filter.operator.isOfText:
                let isText = "\(type) = 'text'"
                return "\(isText) AND \(find(text, in: value, filter.operator))"
            case (_, let operand?):
                return compares(type, value, filter.operator, operand)
            default:
                return "\(type) IS NOT NULL"
            }
        }
    }

    private mutating func list(_ elements: [JSONValue]) -> String {
        elements.map { bindScalar($0) }.joined(separator: ", ")
    }
}
