/// Reads one JSON text (RFC 8259), strictly.
///
/// It walks over the UTF-8 bytes once. `position` is the next byte to read; every function expects
/// it at the first byte of what the function reads and leaves it behind the last. Nesting is
/// bounded, so that the recursion is, and goes on where there is stack for it. Text, numbers and errors have their own files.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    /// Whether a number that JSON allows and we do not is read as the nearest `Double`.
    let isLenient: Bool
    var position = 0
    /// Whether the stack is large enough for any depth that is allowed.
    private var hasLargeStack = false
    /// Whether reading was given up because the caller's stack may be too small.
    private var needsLargeStack = false

    private init(_ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, isLenient: Bool) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth.boundedDepth
        self.isLenient = isLenient
    }

    /// Returns the value of the text, or what is wrong with it.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>,
        maximumDepth: Int,
        isLenient: Bool = false
    ) -> Result<JSONValue, JSONError> {
        var reader = JSONReader(bytes, maximumDepth: maximumDepth, isLenient: isLenient)
        do {
            return .success(try reader.readText())
        } catch {
            return .failure(error)
        }
    }

    private mutating func readText() throws(JSONError) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw syntaxError("the text begins with a byte order mark: leave out its three bytes")
        }
        skipWhitespace()
        guard !isAtEnd else { throw syntaxError("the text is empty: a value is expected") }
        let value = try readWhole()
        skipWhitespace()
        guard isAtEnd else { throw unexpectedByte(expected: "the end of the text") }
        return value
    }

    /// Reads the value that is the text: where it nests deeply, once more from its beginning on a large
    /// stack, so that this is done once and not for each of its deep parts.
    private mutating func readWhole() throws(JSONError) -> JSONValue {
        let start = position
        do {
            return try readValue(level: 0, inside: "a value")
        } catch {
            guard needsLargeStack else { throw error }
        }
        (position, hasLargeStack) = (start, true)
        var outcome: Result<JSONValue, JSONError>?
        LargeStack.run {
            outcome = Result { () throws(JSONError) in
                try readValue(level: 0, inside: "a value")
            }
        }
        guard let outcome else { throw tooDeepForStack }
        return try outcome.get()
    }

    /// Reads a value that lies inside `level` arrays and objects.
    private mutating func readValue(
        level: Int,
        inside container: StaticString
    ) throws(JSONError) -> JSONValue {
        guard !isAtEnd else { throw endsInside(container) }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if level == LargeStack.calls, !hasLargeStack {
                needsLargeStack = true
                throw tooDeepForStack
            }
            return bytes[position] == UInt8(ascii: "[")
                ? .array(try readArray(level: level)) : .object(try readObject(level: level))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try readNumber()
        case UInt8(ascii: "t"): return try readWord("true", as: .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", as: .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", as: .null)
        default: throw unexpectedByte(expected: "a value")
        }
    }

    private var tooDeepForStack: JSONError {
        unrepresentable(JSONError.tooDeepForStack.reason, at: position)
    }

    private mutating func readArray(level: Int) throws(JSONError) -> [JSONValue] {
        guard level < maximumDepth else { throw tooDeep() }
        var elements: [JSONValue] = []
        position += 1
        skipWhitespace()
        if skip(UInt8(ascii: "]")) { return elements }
        while true {
            skipWhitespace()
            elements.append(try readValue(level: level + 1, inside: "an array"))
            skipWhitespace()
            if skip(UInt8(ascii: ",")) { continue }
            if skip(UInt8(ascii: "]")) { return elements }
            throw isAtEnd ? endsInside("an array") : unexpectedByte(expected: "“,” or “]”")
        }
    }

    private mutating func readObject(level: Int) throws(JSONError) -> JSONObject {
        guard level < maximumDepth else { throw tooDeep() }
        var object = JSONObject()
        position += 1
        skipWhitespace()
        if skip(UInt8(ascii: "}")) { return object }
        while true {
            skipWhitespace()
            guard !isAtEnd else { throw endsInside("an object") }
            guard bytes[position] == UInt8(ascii: "\"") else {
                throw unexpectedByte(expected: "a member's name in quotes")
            }
            let name = try readString()
            skipWhitespace()
            guard skip(UInt8(ascii: ":")) else {
                throw isAtEnd ? endsInside("an object") : unexpectedByte(expected: "“:”")
            }
            skipWhitespace()
            object.set(name, to: try readValue(level: level + 1, inside: "an object"))
            skipWhitespace()
            if skip(UInt8(ascii: ",")) { continue }
            if skip(UInt8(ascii: "}")) { return object }
            throw isAtEnd ? endsInside("an object") : unexpectedByte(expected: "“,” or “}”")
        }
    }

    private mutating func readWord(
        _ word: StaticString,
        as value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard !isAtEnd else { throw endsInside(word) }
            guard skip(word.utf8Start[offset]) else {
                throw unexpectedByte(expected: "“\(word)”")
            }
        }
        return value
    }
}

extension JSONReader {
    var isAtEnd: Bool { position == bytes.count }

    /// Steps over a byte if it is the next one.
    @inline(__always)
    mutating func skip(_ byte: UInt8) -> Bool {
        guard !isAtEnd, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while !isAtEnd {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }
}
