public import AgentKV
public import Foundation

/// A Swift value that a field can be held against.
public protocol QueryOperand {
    /// Returns the JSON that stands for the value beside that field.
    func operand(of field: QueryField) -> JSONValue
    /// Returns what a number in that field is held against as well, where the value can be one in
    /// JSON although ``operand(of:)`` is none; by default nil.
    func numericOperand(of field: QueryField) -> JSONValue?
}

extension QueryOperand {
    /// Returns nil: in JSON the value is what ``operand(of:)`` says, and nothing else.
    public func numericOperand(of field: QueryField) -> JSONValue? { nil }
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
    /// Returns milliseconds since 1970 for the times of a record, and for a part of a value what a
    /// stored value holds for the date: mostly ISO 8601 text.
    public func operand(of field: QueryField) -> JSONValue {
        if field.isTime { return .integer(milliseconds) }
        // A date that is not finite is none in JSON, which the query says when it is run.
        return (try? JSONValue(encoding: self)) ?? .number(timeIntervalSince1970)
    }

    /// Returns the seconds since 1970 for a part of a value, which earlier versions wrote.
    public func numericOperand(of field: QueryField) -> JSONValue? {
        guard !field.isTime, case .string = operand(of: field) else { return nil }
        return .number(timeIntervalSince1970)
    }
}

extension Array: QueryOperand where Element: QueryOperand {
    /// Returns the array of what stands for the elements.
    public func operand(of field: QueryField) -> JSONValue {
        .array(map { $0.operand(of: field) })
    }

    /// Returns the array of the numbers that may stand for the elements; nil if there are none.
    public func numericOperand(of field: QueryField) -> JSONValue? {
        let numbers = compactMap { $0.numericOperand(of: field) }
        return numbers.isEmpty ? nil : .array(numbers)
    }
}
