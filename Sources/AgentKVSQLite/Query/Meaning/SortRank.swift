internal import AgentKV

/// Where a value stands in an ascending order: missing, null, false, true, numbers, text by its
/// bytes, and then arrays and objects, which are equal.
struct SortRank {
    let kind: Int
    /// What decides within the kind, in a number or a text.
    let value: JSONValue

    init(_ content: JSONValue?) {
        value = content ?? .null
        kind =
            switch content {
            case nil: 0
            case .null: 1
            case .bool(false): 2
            case .bool(true): 3
            case .integer, .number: 4
            case .string: 5
            case .array, .object: 6
            }
    }

    static func < (first: SortRank, second: SortRank) -> Bool {
        if first.kind != second.kind { return first.kind < second.kind }
        if case (.string(let text), .string(let other)) = (first.value, second.value) {
            return text.utf8.lexicographicallyPrecedes(other.utf8)
        }
        return ValueOrder(numbers: first.value, second.value) == .less
    }
}
