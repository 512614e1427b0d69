internal import AgentKV

extension Member {
    /// Throws for the first of the members that is missing in an object, of another kind than it has to
    /// be, or given beside the one in whose place it stands.
    ///
    /// - Parameters:
    ///   - members: What the object may have.
    ///   - object: What is given.
    ///   - place: What stands before the names of the members in a message.
    /// - Throws: ``Failure``, 400.
    static func check(
        _ members: [Member],
        in object: JSONObject,
        at place: @autoclosure () -> String = ""
    ) throws(Failure) {
        for member in members {
            guard let value = object[member.name] else {
                if !member.isRequired || member.alternative.flatMap({ object[$0] }) != nil {
                    continue
                }
                throw .wrong(place() + member.name, "it is missing")
            }
            if value == .null, member.takesNull || !member.isRequired { continue }
            if let expected = member.kind.problem(with: value) {
                throw .wrong(place() + member.name, "\(expected), found \(value.kind)")
            }
            guard case .objects(let inner) = member.kind, case .array(let elements) = value else {
                continue
            }
            for (index, element) in elements.enumerated() {
                let name = "\(member.name)[\(index)]"
                guard case .object(let element) = element else {
                    throw .wrong(place() + name, "an object is expected, found \(element.kind)")
                }
                try check(inner, in: element, at: place() + name + ".")
            }
        }
        for member in members where member.isGiven(in: object) {
            guard let other = members.first(where: { $0.name == member.alternative }) else {
                continue
            }
            if other.isGiven(in: object) {
                throw .wrong(place() + member.name, "it does not go together with `\(other.name)`")
            }
        }
    }

    private func isGiven(in object: JSONObject) -> Bool {
        guard let value = object[name] else { return false }
        return takesNull || value != .null
    }
}

extension Member.Kind {
    /// Says what is expected if `value` is not; nil if it is.
    fileprivate func problem(with value: JSONValue) -> String? {
        let isExpected =
            switch (self, value) {
            case (.anything, _), (.text, .string), (.flag, .bool), (.object, .object),
                (.values, .array), (.objects, .array):
                true
            case (.integer, _): value.exactInteger != nil
            case (.seconds, _): value.seconds.map { $0 > 0 } ?? false
            case (.time, _): value.milliseconds != nil
            case (.texts, .array(let elements)): elements.allSatisfy(\.isText)
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
        case .time: "ISO 8601 text or milliseconds since 1970 are expected"
        case .object: "an object is expected"
        case .texts: "an array of texts is expected"
        case .values: "an array is expected"
        case .objects: "an array of objects is expected"
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

    /// The time that the value is, in milliseconds since 1970; what is finer is dropped.
    var milliseconds: Int64? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int64(exactly: number.rounded(.down))
        case .string(let text): Timestamp.milliseconds(text)
        default: nil
        }
    }

    fileprivate var isText: Bool {
        if case .string = self { true } else { false }
    }
}
