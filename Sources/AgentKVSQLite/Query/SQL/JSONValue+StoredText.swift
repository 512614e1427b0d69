internal import AgentKV

extension JSONValue {
    /// Creates the value of a stored text, which another program may have written: an integer
    /// outside `Int64` becomes the nearest number.
    init(
        storedText text: UnsafeBufferPointer<UInt8>,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws(JSONError) {
        do {
            try self.init(parsing: text, maximumDepth: maximumDepth)
        } catch {
            guard error.kind == .unrepresentable else { throw error }
            try self.init(parsing: Self.withFractions(text), maximumDepth: maximumDepth)
        }
    }

    /// Returns the text with a fraction of zero after each long integer.
    private static func withFractions(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        var position = 0
        while position < text.count {
            let start = position
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                while position < text.count, text[position] != UInt8(ascii: "\"") {
                    position += text[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position += 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                while position < text.count, isOfNumber(text[position]) { position += 1 }
            default:
                position += 1
            }
            position = min(position, text.count)
            copy += text[start..<position]
            let isLongInteger =
                position - start > 18 && text[start..<position].allSatisfy(isOfInteger)
            if isLongInteger { copy += ".0".utf8 }
        }
        return copy
    }

    private static func isOfInteger(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        isOfInteger(byte) || "+.eE".utf8.contains(byte)
    }
}
