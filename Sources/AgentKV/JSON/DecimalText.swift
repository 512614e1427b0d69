/// A number as its text says it, exactly: digits and a power of ten.
///
/// It tells whether two texts are the same number, and turns one into a type that holds more digits
/// than a `Double`.
struct DecimalText: Equatable {
    private(set) var isNegative = false
    /// From the first digit to the last that is not 0; none for zero.
    private(set) var digits: [UInt8] = []
    /// The power of ten that the last digit counts.
    private(set) var exponent = 0

    /// Reads a number as JSON spells it; nil if the text is none.
    init?(_ text: String) {
        var rest = text.utf8[...]
        isNegative = Self.skip("-", &rest)
        guard let first = rest.first, Self.isDigit(first) else { return nil }
        digits = Self.digits(&rest)
        if Self.skip(".", &rest) {
            let fraction = Self.digits(&rest)
            if fraction.isEmpty { return nil }
            digits += fraction
            exponent = -fraction.count
        }
        if Self.skip("e", &rest) || Self.skip("E", &rest) {
            let isBelowOne = Self.skip("-", &rest)
            if !isBelowOne { _ = Self.skip("+", &rest) }
            let power = Self.digits(&rest)
            // No number that we know has a larger one.
            guard 1...6 ~= power.count else { return nil }
            let size = power.reduce(0) { $0 * 10 + Int($1) }
            exponent += isBelowOne ? -size : size
        }
        guard rest.isEmpty else { return nil }
        normalize()
    }

    private mutating func normalize() {
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        digits = Array(digits.drop { $0 == 0 })
        if digits.isEmpty { (isNegative, exponent) = (false, 0) }
    }

    /// The number times a power of ten, if that is an integer that `Int128` holds.
    func scaled(byPowerOfTen power: Int) -> Int128? {
        let zeros = exponent + power
        if digits.isEmpty { return 0 }
        guard 0...38 ~= zeros, digits.count <= 39 else { return nil }
        var number: Int128 = 0
        for digit in digits + repeatElement(0, count: zeros) {
            let (shifted, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            // Down from zero, since that side reaches one further.
            let (sum, isStillTooLarge) = shifted.subtractingReportingOverflow(Int128(digit))
            if isTooLarge || isStillTooLarge { return nil }
            number = sum
        }
        if isNegative { return number }
        return number == .min ? nil : -number
    }
}

extension DecimalText {
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func digits(_ rest: inout Substring.UTF8View) -> [UInt8] {
        let run = rest.prefix(while: isDigit)
        rest = rest[run.endIndex...]
        return run.map { $0 - UInt8(ascii: "0") }
    }

    private static func skip(_ sign: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
