internal import AgentKV

/// The comparisons that conditions are made of.
extension QuerySQL {
    mutating func isEqual(_ type: String, _ value: String, to operand: JSONValue) -> String {
        switch operand {
        case .null:
            return "\(type) = 'null'"
        case .bool(let flag):
            return "\(type) = '\(flag)'"
        case .integer, .number:
            // To SQLite true is 1 and false is 0; no other number needs a look at the type.
            let isLikeBoolean = operand == 0 || operand == 1
            let isNumber = isLikeBoolean ? " AND \(type) IN ('integer', 'real')" : ""
            return "(\(value) = \(bindScalar(operand))\(isNumber))"
        case .string(let text):
            // To SQLite an array or an object is its text; no other text needs a look at the type.
            let first = text.utf8.first
            let isLikeJSON = first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
            let isText = isLikeJSON ? " AND \(type) = 'text'" : ""
            return "(\(value) = \(bindScalar(operand))\(isText))"
        case .array, .object:
            let kind = if case .array = operand { "array" } else { "object" }
            let json = (try? operand.text(maximumDepth: .max)) ?? ""
            return "(\(type) = '\(kind)' AND agentkv_json_equal(\(value), \(bind(.text(json)))))"
        }
    }

    /// Returns the condition that the part comes before or after an operand of its own type.
    mutating func compares(
        _ type: String,
        _ value: String,
        _ operator: QueryOperator,
        _ operand: JSONValue
    ) -> String {
        let types =
            switch operand {
            case .null: "= 'null' AND 0 \(`operator`.sign) 0"
            case .bool: "IN ('true', 'false')"
            case .integer, .number: "IN ('integer', 'real')"
            case .string: "= 'text'"
            case .array, .object: "IS FALSE"
            }
        if operand == .null { return "\(type) \(types)" }
        return "\(value) \(`operator`.sign) \(bindScalar(operand)) AND \(type) \(types)"
    }

    /// Returns the condition that a text holds another at its beginning, at its end or anywhere.
    mutating func find(
        _ part: String,
        in text: String,
        _ operator: QueryOperator
    ) -> String {
        if part.isEmpty { return "\(text) IS NOT NULL" }
        let operand = bind(.text(part))
        switch `operator` {
        case .startsWith:
            guard let end = part.endOfPrefix else { return "\(text) >= \(operand)" }
            return "\(text) >= \(operand) AND \(text) < \(bind(.text(end)))"
        case .endsWith:
            // The bytes: counting characters would end at U+0000.
            let end = "substr(CAST(\(text) AS BLOB), -\(part.utf8.count))"
            return "\(end) = CAST(\(operand) AS BLOB)"
        default:
            return "instr(\(text), \(operand)) > 0"
        }
    }

    /// Adds a text or a number as a parameter.
    mutating func bindScalar(_ scalar: JSONValue) -> String {
        switch scalar {
        case .string(let text): bind(.text(text))
        case .integer(let integer): bind(.integer(integer))
        case .number(let number): bind(.real(number))
        case .bool(let flag): bind(.integer(flag ? 1 : 0))
        case .null, .array, .object: bind(.null)
        }
    }
}

extension QueryOperator {
    /// The operator in SQL, of those that compare.
    var sign: String {
        switch self {
        case .neq: "<>"
        case .gt: ">"
        case .gte: ">="
        case .lt: "<"
        case .lte: "<="
        case .eq, .contains, .startsWith, .endsWith, .in, .exists: "="
        }
    }
}

extension String {
    /// The first text after all that begin with this one, by bytes; nil if there is none.
    var endOfPrefix: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // Between these two lie the surrogates, which are no characters.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let following = Unicode.Scalar(next) else { continue }
            scalars.append(following)
            var end = String.UnicodeScalarView()
            end.append(contentsOf: scalars)
            return String(end)
        }
        return nil
    }
}
