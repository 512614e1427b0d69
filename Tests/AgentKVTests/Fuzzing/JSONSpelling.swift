import AgentKV
import AgentKVTesting

/// Writes values as JSON in ways that others may: with blanks, escapes that are not needed, numbers
/// with exponents, and names that come again.
struct JSONSpelling {
    private var random: SplitMix64
    private var text = ""

    private init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// Returns a text that stands for the value.
    static func text(of value: JSONValue, seed: UInt64) -> String {
        var spelling = JSONSpelling(seed: seed)
        spelling.write(value)
        return spelling.text
    }

    private mutating func count(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func isOneIn(_ times: Int) -> Bool { count(1...times) == 1 }

    private mutating func blank() {
        guard isOneIn(3) else { return }
        for _ in 0..<count(0...3) { text += [" ", "\n", "\r", "\t", "\r\n"][count(0...4)] }
    }

    private mutating func write(_ value: JSONValue) {
        blank()
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .integer(let integer): text += "\(integer)"
        case .number(let number): write(number)
        case .string(let string): write(string)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                write(element)
            }
            blank()
            text += "]"
        case .object(let object):
            write(object)
        }
        blank()
    }

    private mutating func write(_ object: JSONObject) {
        text += "{"
        for (index, member) in object.enumerated() {
            if index > 0 { text += "," }
            // What comes earlier under the same name does not count.
            if isOneIn(8) {
                write(.string(member.name))
                text += ":"
                write([1, "x"])
                text += ","
            }
            write(.string(member.name))
            text += ":"
            write(member.value)
        }
        blank()
        text += "}"
    }

    private mutating func write(_ number: Double) {
        let shortest = number.description.lowercased()
        guard isOneIn(2) else {
            text += shortest
            return
        }
        var (digits, exponent) = (shortest, "")
        if let e = shortest.firstIndex(of: "e") {
            digits = String(shortest[..<e])
            exponent = String(shortest[shortest.index(after: e)...])
        }
        if !digits.contains(".") { digits += "." }
        digits += String(repeating: "0", count: count(1...30))
        text += digits
        if exponent.isEmpty, isOneIn(2) {
            text += ["e0", "E+0", "e-00", "E000"][count(0...3)]
        } else if !exponent.isEmpty {
            text += (isOneIn(2) ? "e" : "E") + exponent
        }
    }

    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if !mustEscape, !isOneIn(4) {
                text.unicodeScalars.append(scalar)
                continue
            }
            let short: [Unicode.Scalar: String] = [
                "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\u{C}": "\\f",
                "\n": "\\n", "\r": "\\r", "\t": "\\t",
            ]
            if let escape = short[scalar], isOneIn(2) {
                text += escape
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: isOneIn(2))
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        text += "\""
    }
}
