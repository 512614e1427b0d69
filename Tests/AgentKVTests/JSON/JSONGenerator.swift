import AgentKV
import AgentKVTesting

/// Makes random JSON, the same for the same seed.
struct JSONGenerator: RandomNumberGenerator {
    private var random: SplitMix64

    init(seed: Int) {
        random = SplitMix64(seed: UInt64(truncatingIfNeeded: seed))
    }

    mutating func next() -> UInt64 {
        random.next()
    }

    mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64.random(in: -100...100, using: &self))
        case 3: .integer(Int64.random(in: .min ... .max, using: &self))
        case 4: .number(number())
        case 5, 6: .string(text())
        case 7:
            .array((0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth - 1))
        }
    }

    mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...20, using: &self) { object[text()] = value(depth: depth) }
        return object
    }

    mutating func number() -> Double {
        // Bits of every kind, except where Foundation's decoder cannot tell numbers from integers.
        let number = Double(bitPattern: next())
        return number.isFinite && !(0x1p53..<0x1p64 ~= number.magnitude) ? number : 0.5
    }

    mutating func text() -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "b", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "ß",
            "漢", "\u{2028}", "\u{FFFD}", "😀", "\u{10FFFF}",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &self) {
            text.unicodeScalars.append(scalars.randomElement(using: &self) ?? "x")
        }
        return text
    }
}

/// Takes a deep value apart level by level: left to itself it would be freed by a deep recursion.
func dismantle(_ value: inout JSONValue) {
    while true {
        switch value {
        case .array(let elements): value = elements.first ?? .null
        case .object(let object): value = object.first?.value ?? .null
        default: return
        }
    }
}
