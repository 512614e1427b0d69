internal import AgentKV

extension QueryFilter {
    /// Returns whether the filter, which is valid, holds for a record.
    func matches(_ record: Record) -> Bool {
        let content = field.content(in: record)
        let operands = [operand, numericOperand].compactMap(\.self)
        if `operator` == .neq { return !operands.contains { $0 == content } }
        if operands.isEmpty { return content != nil }
        return operands.contains { matches(record, content, $0) }
    }

    private func matches(_ record: Record, _ content: JSONValue?, _ operand: JSONValue) -> Bool {
        switch `operator` {
        case .eq: return content == operand
        case .neq: return content != operand
        case .gt: return Self.order(content, operand) == .greater
        case .gte: return [.greater, .equal].contains(Self.order(content, operand))
        case .lt: return Self.order(content, operand) == .less
        case .lte: return [.less, .equal].contains(Self.order(content, operand))
        case .in: return content.map { element(of: operand, $0) } ?? false
        case .exists: return content != nil
        case .contains, .startsWith, .endsWith:
            guard let text = field.text(in: record), case .string(let part) = operand else {
                return false
            }
            return Self.find(part, in: text, `operator`)
        }
    }

    private func element(of operand: JSONValue, _ content: JSONValue) -> Bool {
        guard case .array(let elements) = operand else { return false }
        return elements.contains(content)
    }

    /// Returns how two values of one JSON type compare; nil if they are of different ones.
    private static func order(_ content: JSONValue?, _ operand: JSONValue) -> ValueOrder? {
        switch (content, operand) {
        case (.null, .null):
            .equal
        case (.bool(let flag), .bool(let other)):
            flag == other ? .equal : (other ? .less : .greater)
        case (.string(let text), .string(let other)):
            ValueOrder(text.utf8, other.utf8)
        case (let content?, let other):
            ValueOrder(numbers: content, other)
        case (nil, _):
            nil
        }
    }

    private static func find(_ part: String, in text: String, _ operator: QueryOperator) -> Bool {
        let text = Array(text.utf8)
        let part = Array(part.utf8)
        switch `operator` {
        case .startsWith:
            return text.starts(with: part)
        case .endsWith:
            return text.suffix(part.count).elementsEqual(part)
        default:
            guard text.count >= part.count else { return false }
            return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
        }
    }
}

extension QueryField {
    /// Returns the text that a record has in this field, a time as ISO 8601.
    fileprivate func text(in record: Record) -> String? {
        switch content(in: record) {
        case .string(let text): text
        case .integer(let time) where isTime: ISO8601.text(milliseconds: time)
        default: nil
        }
    }
}
