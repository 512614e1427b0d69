/// A walk through two values at once, which tells whether they are the same.
///
/// Where they nest deeply, it begins once more on a large stack, so that this is done once and not for
/// each of their deep parts.
struct JSONComparison {
    /// Whether a number counts as another value than the integer it is equal to, and an object as
    /// another one when its members are in another order.
    private let isExact: Bool
    /// Whether the stack is large enough for any depth that is allowed.
    private var hasLargeStack = false
    /// Whether comparing was given up because the caller's stack may be too small.
    private var needsLargeStack = false

    private init(isExact: Bool) {
        self.isExact = isExact
    }

    /// Returns whether two values are equal; as a type that is decoded from them may see them, if
    /// `isExact`.
    static func areEqual(
        _ first: JSONValue,
        _ second: JSONValue,
        isExact: Bool = false
    ) -> Bool {
        var comparison = JSONComparison(isExact: isExact)
        return comparison.run { $0.areEqual(first, second, calls: 0) }
    }

    /// Returns whether two objects are equal.
    static func areEqual(_ first: JSONObject, _ second: JSONObject) -> Bool {
        var comparison = JSONComparison(isExact: false)
        return comparison.run { $0.areEqual(first, second, calls: 0) }
    }

    private mutating func run(_ compare: (inout JSONComparison) -> Bool) -> Bool {
        let areEqual = compare(&self)
        guard needsLargeStack else { return areEqual }
        (hasLargeStack, needsLargeStack) = (true, false)
        // Without a thread there is only this stack, which may do.
        return LargeStack.value { compare(&self) } ?? compare(&self)
    }

    /// Whether to give up, as the caller's stack may be too small for what lies deeper.
    private mutating func givesUp(_ calls: Int) -> Bool {
        if calls == LargeStack.calls, !hasLargeStack { needsLargeStack = true }
        return needsLargeStack
    }

    /// Returns whether two values are equal, inside so many calls of this.
    private mutating func areEqual(
        _ first: JSONValue,
        _ second: JSONValue,
        calls: Int
    ) -> Bool {
        switch (first, second) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.integer(let first), .integer(let second)): first == second
        case (.number(let first), .number(let second)):
            first == second && (!isExact || first.sign == second.sign)
        case (.integer(let integer), .number(let number)),
            (.number(let number), .integer(let integer)):
            !isExact && Int64(exactly: number) == integer
        case (.string(let first), .string(let second)): first.hasSameBytes(as: second)
        case (.array(let first), .array(let second)): areEqual(first, second, calls: calls)
        case (.object(let first), .object(let second)): areEqual(first, second, calls: calls)
        default: false
        }
    }

    private mutating func areEqual(
        _ first: [JSONValue],
        _ second: [JSONValue],
        calls: Int
    ) -> Bool {
        guard first.count == second.count else { return false }
        return first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                if first.baseAddress == second.baseAddress { return true }
                if givesUp(calls) { return false }
                return first.indices.allSatisfy { index in
                    areEqual(first[index], second[index], calls: calls + 1)
                }
            }
        }
    }

    private mutating func areEqual(
        _ first: JSONObject,
        _ second: JSONObject,
        calls: Int
    ) -> Bool {
        guard first.count == second.count else { return false }
        if givesUp(calls) { return false }
        for (place, member) in first.enumerated() {
            guard let position = second.position(of: member.name, startingAt: place),
                !isExact || position == place,
                areEqual(member.value, second.value(at: position), calls: calls + 1)
            else { return false }
        }
        return true
    }
}
