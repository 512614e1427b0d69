/// Percent-encoding as of RFC 3986, read without mercy.
enum PercentDecoding {
    /// Returns the text that `encoded` stands for; nil if a `%` is not followed by two hexadecimal
    /// digits, or the bytes are not UTF-8.
    ///
    /// - Parameters:
    ///   - encoded: A part of a path or of a query.
    ///   - plusIsSpace: Whether `+` stands for a space, as in the query of a form.
    static func text(_ encoded: Substring, plusIsSpace: Bool = false) -> String? {
        let source = encoded.utf8
        if !source.contains(where: { $0 == percent || plusIsSpace && $0 == plus }) {
            return String(encoded)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var rest = source.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case percent:
                guard let high = digit(rest.next()), let low = digit(rest.next()) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case plus where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static let percent = UInt8(ascii: "%")
    private static let plus = UInt8(ascii: "+")

    private static func digit(_ byte: UInt8?) -> UInt8? {
        guard let byte else { return nil }
        return switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
