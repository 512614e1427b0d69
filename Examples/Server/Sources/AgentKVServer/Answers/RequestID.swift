/// What tells the requests of a client apart.
enum RequestID {
    /// The longest that is taken over from a client, in UTF-8 bytes.
    static let maximumBytes = 128

    /// Returns a new one: 32 hexadecimal digits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return hex(generator.next()) + hex(generator.next())
    }

    /// Returns what a client calls its request, if it can stand in a header.
    static func accepted(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= maximumBytes else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain ? text : nil
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
