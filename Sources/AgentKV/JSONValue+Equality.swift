extension JSONValue: Equatable {
    /// Returns whether two values are the same JSON.
    ///
    /// Integers and numbers compare exactly, as mathematical numbers: 1 is 1.0 and -0.0 is 0, but
    /// 2^53 + 1 is not the number 2^53; a NaN equals nothing. Text compares by its bytes, objects
    /// whatever their order.
    ///
    /// - Complexity: O(*n*) in the size of the values.
    public static func == (first: JSONValue, second: JSONValue) -> Bool {
        switch (first, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.integer(let first), .integer(let second)): first == second
        case (.number(let first), .number(let second)): first == second
        case (.integer(let integer), .number(let number)): Int64(exactly: number) == integer
        case (.number(let number), .integer(let integer)): Int64(exactly: number) == integer
        case (.string(let first), .string(let second)): first.hasSameBytes(as: second)
        case (.array(let first), .array(let second)): first == second
        case (.object(let first), .object(let second)): first == second
        default: false
        }
    }
}

extension JSONValue: Hashable {
    /// Feeds the value to a hasher, so that equal values hash alike.
    ///
    /// - Complexity: O(*n*) in the size of the value.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null:
            hasher.combine(0 as UInt8)
        case .bool(let flag):
            hasher.combine(1 as UInt8)
            hasher.combine(flag)
        case .integer(let integer):
            hasher.combine(2 as UInt8)
            hasher.combine(integer)
        case .number(let number):
            hasher.combine(2 as UInt8)
            if let integer = Int64(exactly: number) {
                hasher.combine(integer)
            } else {
                hasher.combine(number)
            }
        case .string(let text):
            hasher.combine(3 as UInt8)
            text.hashBytes(into: &hasher)
        case .array(let elements):
            hasher.combine(4 as UInt8)
            hasher.combine(elements)
        case .object(let object):
            hasher.combine(5 as UInt8)
            hasher.combine(object)
        }
    }
}
