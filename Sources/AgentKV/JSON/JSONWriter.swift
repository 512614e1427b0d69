/// Writes a value as JSON text, compact or indented.
struct JSONWriter {
    var bytes: [UInt8] = []
    private let isPretty: Bool
    /// Whether to write for people what JSON cannot hold, rather than fail.
    private let isLenient: Bool
    private let maximumDepth: Int
    /// Whether the stack is large enough for any depth that is allowed.
    private var hasLargeStack = false
    /// Whether writing was given up because the caller's stack may be too small.
    private var needsLargeStack = false

    init(
        isPretty: Bool = false,
        isLenient: Bool = false,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) {
        self.isPretty = isPretty
        self.isLenient = isLenient
        self.maximumDepth = maximumDepth.boundedDepth
    }

    /// What has been written.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a value: where it nests deeply, once more from its beginning on a large stack, so that
    /// this is done once and not for each of its deep parts.
    mutating func writeWhole(_ value: JSONValue) throws(JSONError) {
        let start = bytes.count
        do {
            return try write(value, level: 0)
        } catch {
            guard needsLargeStack else { throw error }
        }
        bytes.removeSubrange(start...)
        hasLargeStack = true
        var outcome: Result<Void, JSONError>?
        LargeStack.run {
            outcome = Result { () throws(JSONError) in try write(value, level: 0) }
        }
        guard let outcome else { throw .tooDeepForStack }
        try outcome.get()
    }

    /// Writes a value that lies inside `level` arrays and objects.
    private mutating func write(_ value: JSONValue, level: Int) throws(JSONError) {
        switch value {
        case .null: write("null")
        case .bool(let flag): write(flag ? "true" : "false")
        case .integer(let integer): bytes.append(contentsOf: integer.description.utf8)
        case .number(let number):
            guard number.isFinite || isLenient else { throw .notFinite(number) }
            bytes.append(contentsOf: number.description.utf8)
        case .string(let text): writeString(text)
        case .array(let elements):
            if try isBeyondDepth(level) { return }
            try checkStack(level)
            try write(elements, level: level)
        case .object(let object):
            if try isBeyondDepth(level) { return }
            try checkStack(level)
            try write(object, level: level)
        }
    }

    /// Gives up where the caller's stack may be too small for what lies deeper.
    private mutating func checkStack(_ level: Int) throws(JSONError) {
        if level == LargeStack.calls, !hasLargeStack {
            needsLargeStack = true
            throw .tooDeepForStack
        }
    }

    private mutating func write(_ elements: [JSONValue], level: Int) throws(JSONError) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            separate(isFirst: index == 0, level: level + 1)
            do {
                try write(element, level: level + 1)
            } catch {
                throw error.nested(in: .index(index))
            }
        }
        if !elements.isEmpty { breakLine(level: level) }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject, level: Int) throws(JSONError) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.enumerated() {
            separate(isFirst: index == 0, level: level + 1)
            writeString(member.name)
            write(isPretty ? ": " : ":")
            do {
                try write(member.value, level: level + 1)
            } catch {
                throw error.nested(in: .name(member.name))
            }
        }
        if !object.isEmpty { breakLine(level: level) }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension JSONWriter {
    private mutating func isBeyondDepth(_ level: Int) throws(JSONError) -> Bool {
        if level < maximumDepth { return false }
        guard isLenient else { throw .tooDeep(maximumDepth) }
        write("…")
        return true
    }

    private mutating func separate(isFirst: Bool, level: Int) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        breakLine(level: level)
    }

    private mutating func breakLine(level: Int) {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * level))
    }

    private mutating func write(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        )
    }
}
