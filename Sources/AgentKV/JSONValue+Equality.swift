extension JSONValue: Equatable {
    /// Returns whether two values are the same JSON.
    ///
    /// Integers and numbers compare exactly, as mathematical numbers: 1 is 1.0 and -0.0 is 0, but
    /// 2^53 + 1 is not the number 2^53; a NaN equals nothing. Text compares by its bytes, objects
    /// whatever their order.
    ///
    /// - Complexity: O(*n*) in the size of the values, on any stack, however deeply they nest.
    public static func == (first: JSONValue, second: JSONValue) -> Bool {
        JSONComparison.areEqual(first, second)
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
