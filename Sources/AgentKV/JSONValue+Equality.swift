extension JSONValue: Equatable {
    /// Returns whether two values are the same JSON.
    ///
    /// Integers and numbers compare exactly, as mathematical numbers: 1 is 1.0 and -0.0 is 0, but
    /// 2^53 + 1 is not the number 2^53; a NaN equals nothing. Text compares by its bytes, objects
    /// whatever their order.
    ///
    /// - Complexity: O(*n*) in the size of the values.
    public static func == (first: JSONValue, second: JSONValue) -> Bool {
        first.isEqual(to: second, calls: 0)
    }

    /// Returns whether two values are equal, inside so many calls of this.
    func isEqual(to second: JSONValue, calls: Int) -> Bool {
        switch (self, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.integer(let first), .integer(let second)): first == second
        case (.number(let first), .number(let second)): first == second
        case (.integer(let integer), .number(let number)): Int64(exactly: number) == integer
        case (.number(let number), .integer(let integer)): Int64(exactly: number) == integer
        case (.string(let first), .string(let second)): first.hasSameBytes(as: second)
        case (.array(let first), .array(let second)):
            Self.areEqual(first, second, calls: calls)
        case (.object(let first), .object(let second)):
            first.isEqual(to: second, calls: calls)
        default: false
        }
    }

    private static func areEqual(_ first: [JSONValue], _ second: [JSONValue], calls: Int) -> Bool {
        guard first.count == second.count else { return false }
        return first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                if first.baseAddress == second.baseAddress { return true }
                let areEqual = {
                    first.indices.allSatisfy { first[$0].isEqual(to: second[$0], calls: calls + 1) }
                }
                if calls == LargeStack.calls { return LargeStack.value(areEqual) ?? areEqual() }
                return areEqual()
            }
        }
    }
}

extension JSONValue: Hashable {
    /// Feeds the value to a hasher, so that equal values hash alike.
    ///
    /// Of what nests more than 32 deep only the size counts.
    ///
    /// - Complexity: O(*n*) in the size of the value.
    public func hash(into hasher: inout Hasher) {
        hash(into: &hasher, levels: 32)
    }

    func hash(into hasher: inout Hasher, levels: Int) {
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
            hasher.combine(elements.count)
            if levels == 0 { return }
            for element in elements { element.hash(into: &hasher, levels: levels - 1) }
        case .object(let object):
            hasher.combine(5 as UInt8)
            object.hash(into: &hasher, levels: levels)
        }
    }
}
