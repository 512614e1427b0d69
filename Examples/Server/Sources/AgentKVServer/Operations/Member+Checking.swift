internal import AgentKV

extension Member.Kind {
    /// Says what is expected if `value` is not; nil if it is.
    func problem(with value: JSONValue) -> String? {
        let isExpected =
            switch (self, value) {
            case (.anything, _), (.text, .string), (.flag, .bool), (.object, .object),
                (.values, .array), (.secondsOrNull, .null):
                true
            case (.integer, _): value.exactInteger != nil
            case (.seconds, _), (.secondsOrNull, _): value.seconds.map { $0 > 0 } ?? false
            case (.texts, .array(let elements)): elements.allSatisfy(\.isText)
            case (.entries, .array(let elements)): elements.allSatisfy(\.isEntry)
            default: false
            }
        return isExpected ? nil : expectation
    }

    private var expectation: String {
        switch self {
        case .text: "a text is expected"
        case .flag: "true or false is expected"
        case .integer: "an integer is expected"
        case .seconds: "a number of seconds above zero is expected"
        case .secondsOrNull: "a number of seconds above zero or null is expected"
        case .object: "an object is expected"
        case .texts: "an array of texts is expected"
        case .values: "an array is expected"
        case .entries: "an array of objects with `key`, a text, and `value` is expected"
        case .anything: "a value is expected"
        }
    }
}

extension JSONValue {
    /// What kind of value it is, for a message.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The integer that the value is, also one written with a fraction of zero.
    var exactInteger: Int? {
        switch self {
        case .integer(let integer): Int(exactly: integer)
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The number that the value is, as seconds.
    var seconds: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: nil
        }
    }

    fileprivate var isText: Bool {
        if case .string = self { true } else { false }
    }

    /// Whether it is an object of a key and a value.
    fileprivate var isEntry: Bool {
        guard case .object(let object) = self else { return false }
        return object["key"]?.isText == true && object["value"] != nil
    }
}
