/// The secret that whoever asks has to know.
public struct AccessToken: Sendable {
    private let bytes: [UInt8]

    /// Creates a token; nil for an empty text.
    public init?(_ text: String) {
        if text.isEmpty { return nil }
        bytes = Array(text.utf8)
    }

    /// Returns whether `text` is the token, in a time that does not tell how much of it is right.
    ///
    /// The time follows the length of `text` alone: it is compared to the token's bytes over and over.
    func matches(_ text: some StringProtocol) -> Bool {
        var difference = UInt(bitPattern: text.utf8.count ^ bytes.count)
        var position = 0
        for byte in text.utf8 {
            difference |= UInt(byte ^ bytes[position])
            position += 1
            if position == bytes.count { position = 0 }
        }
        return difference == 0
    }
}
