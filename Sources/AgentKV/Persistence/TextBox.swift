/// A value that was loaded as JSON text, which is parsed when it is first read.
///
/// What it was last read as is kept, so that reading it again in the same type costs no decoding.
/// Nothing is kept in which there are instances of classes: each reader decodes its own, as from any
/// other store that holds JSON, and none sees what another does with them.
final class TextBox: ValueBox, @unchecked Sendable {
    let text: String
    /// A ``Box``, in whose type the value was read.
    private let reading = Lock<ValueBox?>(nil)

    init(_ text: String) {
        self.text = text
        super.init()
    }

    override func json(maximumDepth: Int) throws -> JSONValue {
        var text = text
        // The items of a list may be as deep as a value by itself.
        let depth = maximumDepth == .max ? .max : maximumDepth + 1
        let outcome = text.withUTF8 { bytes in
            Result { () throws(JSONError) in try JSONValue(stored: bytes, maximumDepth: depth) }
        }
        return try outcome.get()
    }

    override var knownBytes: Int? { text.utf8.count }

    override func cast<T>(to type: T.Type) -> T? {
        reading.withLock { $0 }?.content(as: type)
    }

    /// Returns the text's JSON as another type, and keeps that unless readers would share instances.
    func read<V: Codable & Sendable>(
        _ json: JSONValue,
        as type: V.Type,
        maximumDepth: Int
    ) throws -> V {
        let (value, hasInstances) = try json.decodedNotingInstances(
            as: type,
            maximumDepth: maximumDepth
        )
        if !hasInstances { keep(value) }
        return value
    }

    private func keep(_ value: some Codable & Sendable) {
        let box = Box(value)
        // What was kept before is released after the lock.
        let before = reading.withLock { reading in
            let before = reading
            reading = box
            return before
        }
        withExtendedLifetime(before) {}
    }
}

extension StoreValue {
    /// Creates the value of a JSON text that was written down.
    ///
    /// What lies in place costs no box: integers, truth, and text without escapes.
    package init(written text: String) {
        self = Self.inPlace(text) ?? StoreValue(storage: .boxed(TextBox(text)))
    }

    private static func inPlace(_ text: String) -> StoreValue? {
        var text = text
        return text.withUTF8 { bytes -> StoreValue? in
            guard let first = bytes.first else { return nil }
            return switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                integer(bytes).map { StoreValue($0) }
            case UInt8(ascii: "\""):
                plainText(bytes).map { StoreValue($0) }
            case UInt8(ascii: "t") where bytes.elementsEqual("true".utf8): StoreValue(true)
            case UInt8(ascii: "f") where bytes.elementsEqual("false".utf8): StoreValue(false)
            case UInt8(ascii: "n") where bytes.elementsEqual("null".utf8): StoreValue(json: .null)
            default: nil
            }
        }
    }

    /// The integer, if the text is that and nothing else, and no larger than any `Int` holds.
    private static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let digits = bytes.dropFirst(isNegative ? 1 : 0)
        guard (1...18).contains(digits.count), let first = digits.first else { return nil }
        // No leading zero, and no negative zero, which is no integer.
        if first == UInt8(ascii: "0"), bytes.count > 1 { return nil }
        var magnitude: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            magnitude = magnitude &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
        }
        return Int(exactly: isNegative ? -magnitude : magnitude)
    }

    /// The text between the quotes, if it stands there as it is.
    private static func plainText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.count >= 2, bytes[bytes.count - 1] == UInt8(ascii: "\"") else { return nil }
        let content = UnsafeBufferPointer(rebasing: bytes[1..<bytes.count - 1])
        for byte in content where byte < 0x20 || byte == 0x22 || byte == 0x5C { return nil }
        return String(decoding: content, as: UTF8.self)
    }
}
