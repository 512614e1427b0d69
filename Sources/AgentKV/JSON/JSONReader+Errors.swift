extension JSONReader {
    func syntaxError(_ reason: String) -> JSONError {
        JSONError(.syntax, at: location(of: position), reason: reason)
    }

    func endsInside(_ what: StaticString) -> JSONError {
        syntaxError("the text ends inside \(what)")
    }

    func unexpectedByte(expected: String) -> JSONError {
        let byte = bytes[position]
        let isVisible = 0x21...0x7E ~= byte
        let code = String(byte, radix: 16, uppercase: true)
        let found = isVisible ? "“\(Unicode.Scalar(byte))”" : "the byte 0x\(code)"
        return syntaxError("expected \(expected), found \(found)")
    }

    func rawControlCharacter() -> JSONError {
        let code = String(bytes[position], radix: 16, uppercase: true)
        return syntaxError("a control character (0x\(code)) in a string has to be escaped")
    }

    func loneSurrogate(at start: Int) -> JSONError {
        JSONError(
            .syntax,
            at: location(of: start),
            reason: "this escape is one half of a surrogate pair and lacks the other"
        )
    }

    func unrepresentable(_ reason: String, at start: Int) -> JSONError {
        JSONError(.unrepresentable, at: location(of: start), reason: reason)
    }

    func tooDeep() -> JSONError {
        unrepresentable(JSONError.tooDeepReason(maximumDepth), at: position)
    }

    /// The error for the first bytes in that range that are not UTF-8.
    func invalidUTF8(in range: Range<Int>) -> JSONError {
        var offset = range.lowerBound
        var iterator = bytes[range].makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            offset += scalar.count
        }
        return JSONError(.syntax, at: location(of: offset), reason: "the text is not valid UTF-8")
    }

    private func location(of offset: Int) -> JSONError.Location {
        let before = bytes[..<offset]
        let lineFeed = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
        let lineFeeds = before.count { $0 == lineFeed }
        let scalars = before[lineStart...].count { $0 & 0b1100_0000 != 0b1000_0000 }
        return .text(offset: offset, line: lineFeeds + 1, column: scalars + 1)
    }
}
