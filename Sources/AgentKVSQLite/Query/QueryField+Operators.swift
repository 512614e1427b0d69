public import AgentKV

extension QueryField {
    /// Returns the filter that holds where the field is equal to the operand.
    public static func == (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .eq, operand)
    }

    /// Returns the filter that holds where the field is not equal to the operand, or is missing.
    public static func != (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .neq, operand)
    }

    /// Returns the filter that holds where the field is less than the operand and of its type.
    public static func < (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .lt, operand)
    }

    /// Returns the filter that holds where the field is at most the operand and of its type.
    public static func <= (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .lte, operand)
    }

    /// Returns the filter that holds where the field is greater than the operand and of its type.
    public static func > (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .gt, operand)
    }

    /// Returns the filter that holds where the field is at least the operand and of its type.
    public static func >= (field: QueryField, operand: some QueryOperand) -> QueryFilter {
        QueryFilter(field, .gte, operand)
    }

    /// Returns the filter that holds where the field is a text that contains `part`.
    public func contains(_ part: String) -> QueryFilter {
        QueryFilter(self, .contains, part)
    }

    /// Returns the filter that holds where the field is a text that begins with `prefix`.
    public func startsWith(_ prefix: String) -> QueryFilter {
        QueryFilter(self, .startsWith, prefix)
    }

    /// Returns the filter that holds where the field is a text that ends with `suffix`.
    public func endsWith(_ suffix: String) -> QueryFilter {
        QueryFilter(self, .endsWith, suffix)
    }

    /// Returns the filter that holds where the field is equal to one of the operands.
    public func `in`(_ operands: [some QueryOperand]) -> QueryFilter {
        QueryFilter(self, .in, operands)
    }

    /// Returns the filter that holds where the field exists; a null exists.
    public func exists() -> QueryFilter {
        QueryFilter(field: self, operator: .exists)
    }
}

/// The same with JSON of any kind, such as `nil`, `.null` or `["a", 1]`.
extension QueryField {
    /// Returns the filter that holds where the field is equal to the operand.
    public static func == (field: QueryField, operand: JSONValue) -> QueryFilter {
        QueryFilter(field: field, operator: .eq, operand: operand)
    }

    /// Returns the filter that holds where the field is not equal to the operand, or is missing.
    public static func != (field: QueryField, operand: JSONValue) -> QueryFilter {
        QueryFilter(field: field, operator: .neq, operand: operand)
    }

    /// Returns the filter that holds where the field is equal to one of the operands.
    public func `in`(_ operands: [JSONValue]) -> QueryFilter {
        QueryFilter(field: self, operator: .in, operand: .array(operands))
    }
}
