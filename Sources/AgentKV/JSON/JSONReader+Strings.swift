extension JSONReader {
    /// Reads a text in quotes; one without escapes is made from its bytes in one step.
    mutating func readString() throws(JSONError) -> String {
        let start = position + 1
        let run = bytes.plainRun(from: start)
        position = run.end
        guard !isAtEnd else { throw endsInside("a string") }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            let source = UnsafeBufferPointer(rebasing: bytes[start..<position])
            let text =
                run.isASCII
                ? String(decoding: source, as: UTF8.self)
                : try decodeUTF8(source, from: start)
            position += 1
            return text
        case UInt8(ascii: "\\"):
            return try readEscapedString(from: start)
        default:
            throw rawControlCharacter()
        }
    }

    /// Goes on reading a text at its first escape.
    private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
        var plain = Array(bytes[start..<position])
        while !isAtEnd {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = try decodeUTF8(plain, from: start)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                try readEscape(into: &plain)
            case 0..<0x20:
                throw rawControlCharacter()
            default:
                let end = bytes.plainRun(from: position).end
                plain.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
                position = end
            }
        }
        throw endsInside("a string")
    }

    private mutating func readEscape(into plain: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard !isAtEnd else { throw endsInside("a string") }
        let letter = bytes[position]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(letter)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            plain.append(contentsOf: try readScalar(escapedAt: start).utf8)
            return
        default: throw unexpectedByte(expected: "one of \"\\/bfnrtu after “\\”")
        }
        position += 1
    }

    /// Reads what follows `\u`: four hexadecimal digits, and a second escape if they are half of a
    /// pair.
    private mutating func readScalar(escapedAt start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try readHexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00 else { throw loneSurrogate(at: start) }
        for byte in [UInt8(ascii: "\\"), UInt8(ascii: "u")] where !skip(byte) {
            throw isAtEnd ? endsInside("a string") : loneSurrogate(at: start)
        }
        let second = try readHexadecimal()
        guard
            0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        else { throw loneSurrogate(at: start) }
        return scalar
    }

    private mutating func readHexadecimal() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard !isAtEnd else { throw endsInside("a string") }
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw unexpectedByte(expected: "four hexadecimal digits after “\\u”")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// Makes a text of bytes; the source begins at `start` and ends before `position`.
    private func decodeUTF8(
        _ text: some Collection<UInt8>,
        from start: Int
    ) throws(JSONError) -> String {
        guard let text = String(validating: text, as: UTF8.self) else {
            throw invalidUTF8(in: start..<position)
        }
        return text
    }
}
