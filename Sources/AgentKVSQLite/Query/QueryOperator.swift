/// How a filter holds a field against its operand.
///
/// The raw value is the name in JSON queries.
public enum QueryOperator: String, Sendable, Hashable, CaseIterable {
    /// The field is equal to the operand.
    case eq
    /// The field is not equal to the operand, or is missing.
    case neq
    /// The field is greater than the operand.
    case gt
    /// The field is greater than the operand or equal to it.
    case gte
    /// The field is less than the operand.
    case lt
    /// The field is less than the operand or equal to it.
    case lte
    /// The field is a text that contains the operand.
    case contains
    /// The field is a text that begins with the operand.
    case startsWith
    /// The field is a text that ends with the operand.
    case endsWith
    /// The field is equal to one of the elements of the operand.
    case `in`
    /// The field exists; there is no operand.
    case exists
}

extension QueryOperator {
    /// Creates the operator of that name, in any spelling: `eq`, `=`, `==`, `starts_with`; nil if
    /// there is none.
    public init?(_ name: String) {
        switch name {
        case "=", "==": self = .eq
        case "!=": self = .neq
        case ">": self = .gt
        case ">=": self = .gte
        case "<": self = .lt
        case "<=": self = .lte
        case "starts_with": self = .startsWith
        case "ends_with": self = .endsWith
        default:
            guard let known = QueryOperator(rawValue: name) else { return nil }
            self = known
        }
    }

    /// Whether the operator looks into a text.
    var isOfText: Bool {
        self == .contains || self == .startsWith || self == .endsWith
    }

    /// Whether the operator asks which of two values comes first.
    var isOfOrder: Bool {
        self == .gt || self == .gte || self == .lt || self == .lte
    }
}
