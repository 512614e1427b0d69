extension JSONReader {
    /// Reads a number: an integer if it has neither fraction nor exponent.
    mutating func readNumber() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = skip(UInt8(ascii: "-"))
        let magnitude = try readWholePart()
        let hasFraction = skip(UInt8(ascii: "."))
        if hasFraction { try readDigits(after: "“.”") }
        let hasExponent = skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E"))
        if hasExponent {
            _ = skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-"))
            try readDigits(after: "the exponent's “e”")
        }
        if hasFraction || hasExponent { return try floatingPoint(from: start) }
        guard let magnitude else { return try largeInteger(from: start) }
        if isNegative, magnitude == 0 { return .number(-0.0) }
        let limit = isNegative ? Int64.min.magnitude : Int64.max.magnitude
        guard magnitude <= limit else { return try largeInteger(from: start) }
        return .integer(Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude))
    }

    /// Reads the digits before fraction and exponent; nil if they are more than 64 bits hold.
    private mutating func readWholePart() throws(JSONError) -> UInt64? {
        let start = position
        try readDigits(after: "“-”")
        guard bytes[start] != UInt8(ascii: "0") || position == start + 1 else {
            position = start + 1
            throw syntaxError("a number has no leading zeros")
        }
        var magnitude: UInt64 = 0
        for digit in bytes[start..<position] {
            let (shifted, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isStillTooLarge) = shifted.addingReportingOverflow(
                UInt64(digit &- UInt8(ascii: "0"))
            )
            guard !isTooLarge, !isStillTooLarge else { return nil }
            magnitude = sum
        }
        return magnitude
    }

    private mutating func readDigits(after before: StaticString) throws(JSONError) {
        let start = position
        while !isAtEnd, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] { position += 1 }
        guard position == start else { return }
        throw isAtEnd ? endsInside("a number") : unexpectedByte(expected: "a digit after \(before)")
    }

    /// Converts the number read since `start`, to the nearest `Double`.
    private func floatingPoint(from start: Int) throws(JSONError) -> JSONValue {
        let source = UnsafeBufferPointer(rebasing: bytes[start..<position])
        let text = String(decoding: source, as: UTF8.self)
        if let number = Double(text) {
            if number.isFinite { return .number(number) }
            let largest = Double.greatestFiniteMagnitude
            if isLenient { return .number(number < 0 ? -largest : largest) }
        }
        throw unrepresentable("the number \(excerpt(from: start)) is too large", at: start)
    }

    /// Reads the integer since `start`, which is outside `Int64`.
    private func largeInteger(from start: Int) throws(JSONError) -> JSONValue {
        if isLenient { return try floatingPoint(from: start) }
        throw unrepresentable(
            "the integer \(excerpt(from: start)) is outside the range of Int64",
            at: start
        )
    }

    /// What was read since `start`, cut if it is long.
    private func excerpt(from start: Int) -> String {
        let head = String(decoding: bytes[start..<position].prefix(40), as: UTF8.self)
        return position - start > 40 ? head + "…" : head
    }
}
