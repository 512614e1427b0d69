public import AgentKV
public import Foundation

/// A Swift value that a field can be held against.
public protocol QueryOperand {
    /// Returns the JSON that stands for the value beside that field.
    func operand(of field: QueryField) -> JSONValue
}

extension JSONValue: QueryOperand {
    /// Returns the value itself.
    public func operand(of field: QueryField) -> JSONValue { self }
}

extension String: QueryOperand {
    /// Returns the text.
    public func operand(of field: QueryField) -> JSONValue { .string(self) }
}

extension Bool: QueryOperand {
    /// Returns the boolean.
    public func operand(of field: QueryField) -> JSONValue { .bool(self) }
}

extension Int: QueryOperand {
    /// Returns the integer.
    public func operand(of field: QueryField) -> JSONValue { .integer(Int64(self)) }
}

extension Int64: QueryOperand {
    /// Returns the integer.
    public func operand(of field: QueryField) -> JSONValue { .integer(self) }
}

extension Double: QueryOperand {
    /// Returns the number.
    public func operand(of field: QueryField) -> JSONValue { .number(self) }
}

extension Date: QueryOperand {
    /// Returns milliseconds since 1970 for the times of a record, and seconds for a part of a
    /// value, since that is how a stored value holds a date.
    public func operand(of field: QueryField) -> JSONValue {
        field.isTime ? .integer(milliseconds) : .number(timeIntervalSince1970)
    }
}

extension Array: QueryOperand where Element: QueryOperand {
    /// Returns the array of what stands for the elements.
    public func operand(of field: QueryField) -> JSONValue {
        .array(map { $0.operand(of: field) })
    }
}
