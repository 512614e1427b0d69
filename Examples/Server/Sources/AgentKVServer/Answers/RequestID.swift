internal import Synchronization

/// What tells the requests of a client apart.
enum RequestID {
    /// The longest that is taken over from a client, in UTF-8 bytes.
    static let maximumBytes = 128

    /// What tells this run of the server from others.
    private static let run = hex(UInt64.random(in: 0 ... .max))
    private static let count = Atomic(UInt64(0))

    /// Returns a new one: 32 hexadecimal digits, the later half of which counts.
    ///
    /// It is no secret: the next one can be guessed.
    static func make() -> String {
        run + hex(count.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Returns what a client calls its request, if it can stand in a header.
    static func accepted(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= maximumBytes else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain ? text : nil
    }

    /// Returns 16 hexadecimal digits.
    static func hex(_ number: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { digits in
            var rest = number
            for position in stride(from: 15, through: 0, by: -1) {
                let digit = UInt8(rest & 0xF)
                digits[position] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                rest >>= 4
            }
            return 16
        }
    }
}
