internal import AgentKV

/// How two values compare.
enum ValueOrder {
    case less, equal, greater
}

extension ValueOrder {
    /// How two texts compare by their bytes.
    init(_ first: String.UTF8View, _ second: String.UTF8View) {
        if first.elementsEqual(second) {
            self = .equal
        } else {
            self = first.lexicographicallyPrecedes(second) ? .less : .greater
        }
    }

    /// How two numbers compare, exactly; nil if one is none.
    init?(numbers first: JSONValue, _ second: JSONValue) {
        switch (first, second) {
        case (.integer(let first), .integer(let second)):
            self.init(first, second)
        case (.number(let first), .number(let second)):
            self.init(first, second)
        case (.integer(let integer), .number(let number)):
            self = ValueOrder(integer, number)
        case (.number(let number), .integer(let integer)):
            self = ValueOrder(integer, number).reversed
        default:
            return nil
        }
    }

    private init<C: Comparable>(_ first: C, _ second: C) {
        self = first == second ? .equal : (first < second ? .less : .greater)
    }

    /// An integer can have more digits than a `Double`, so the number becomes an integer.
    private init(_ integer: Int64, _ number: Double) {
        let whole = number.rounded(.down)
        if let floor = Int64(exactly: whole) {
            self.init(integer, floor)
            if self == .equal, whole < number { self = .less }
        } else {
            self = number > 0 ? .less : .greater
        }
    }

    private var reversed: ValueOrder {
        switch self {
        case .less: .greater
        case .equal: .equal
        case .greater: .less
        }
    }
}
