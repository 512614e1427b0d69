/// The members of the object that a text is, one after the other, as far as it can be told.
///
/// What a member holds is stepped over by its brackets and quotes, however deep it nests, and is not
/// checked: the text need not be JSON. A member counts once something follows it, since more of it may
/// be missing otherwise.
struct OuterMembers: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    /// What stands before the next member.
    private var separator = UInt8(ascii: "{")

    init(of bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        guard skip(separator) else { return nil }
        separator = UInt8(ascii: ",")
        skipWhitespace()
        let nameStart = position
        guard skipText() else { return nil }
        let name = bytes[nameStart..<position]
        guard skip(UInt8(ascii: ":")) else { return nil }
        skipWhitespace()
        let valueStart = position
        guard skipValue() else { return nil }
        return (name, bytes[valueStart..<position])
    }

    /// Steps over a byte and what is blank before it, if that is the next one.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipWhitespace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count, bytes[position].isBlank { position += 1 }
    }

    /// Steps over a text in quotes; false where there is none, or no end of it.
    private mutating func skipText() -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return false }
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return false
    }

    /// Steps up to what follows a value; false where nothing does.
    private mutating func skipValue() -> Bool {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                guard skipText() else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
            default:
                if depth == 0, byte.isBlank || byte == UInt8(ascii: ",") { return true }
            }
            position += 1
        }
        return false
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool {
        switch self {
        case 0x20, 0x0A, 0x0D, 0x09: true
        default: false
        }
    }
}
