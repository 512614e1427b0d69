public import AgentKV

/// A condition on a record: a field, an operator and what the field is held against.
public struct QueryFilter: Sendable, Hashable {
    /// The field that is looked at.
    public var field: QueryField
    /// How it is held against the operand.
    public var `operator`: QueryOperator
    /// The operand; nil for ``QueryOperator/exists``.
    public var operand: JSONValue?

    /// What a number in a part of a value is held against as well: a number, or for
    /// ``QueryOperator/in`` an array of them; mostly nil.
    ///
    /// A `Date` is text in JSON, and was a number of seconds since 1970 in what earlier versions
    /// wrote; so it is held against both.
    public var numericOperand: JSONValue?

    /// Creates a filter; whether the operands fit is checked when a query is run.
    public init(
        field: QueryField,
        operator: QueryOperator,
        operand: JSONValue? = nil,
        numericOperand: JSONValue? = nil
    ) {
        self.field = field
        self.operator = `operator`
        self.operand = operand
        self.numericOperand = numericOperand
    }

    init(_ field: QueryField, _ operator: QueryOperator, _ operand: some QueryOperand) {
        self.init(
            field: field,
            operator: `operator`,
            operand: operand.operand(of: field),
            numericOperand: operand.numericOperand(of: field)
        )
    }
}

/// The fields, for calls such as `query.where(.value("tags").exists())`.
extension QueryFilter {
    /// The field ``QueryField/key``.
    public static var key: QueryField { .key }

    /// The field ``QueryField/namespace``.
    public static var namespace: QueryField { .namespace }

    /// The whole value.
    public static var value: QueryField { .value }

    /// Returns the part of the value at a path such as `owner.name`.
    public static func value(_ path: String) -> QueryField { .value(path) }

    /// Returns the part of the value at the end of a path of member names.
    public static func value(path: [String]) -> QueryField { .value(path: path) }

    /// The field ``QueryField/createdAt``.
    public static var createdAt: QueryField { .createdAt }

    /// The field ``QueryField/updatedAt``.
    public static var updatedAt: QueryField { .updatedAt }

    /// The field ``QueryField/expiresAt``.
    public static var expiresAt: QueryField { .expiresAt }
}
