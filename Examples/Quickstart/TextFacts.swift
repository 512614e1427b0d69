import Foundation

/// What there is to know about a text: worth keeping, as it takes a look at every byte.
struct TextFacts: Codable, Sendable {
    var lines = 0
    var words = 0
    /// In bytes: it need not be text of any known encoding.
    var longestLine = 0

    init(_ content: Content) {
        content.bytes.withUnsafeBytes { bytes in
            var length = 0
            var isInWord = false
            for byte in bytes {
                let isVisible = byte > UInt8(ascii: " ")
                if isVisible, !isInWord { words += 1 }
                isInWord = isVisible
                length += 1
                if byte == UInt8(ascii: "\n") {
                    lines += 1
                    length = 0
                }
                longestLine = max(longestLine, length)
            }
            if length > 0 { lines += 1 }
        }
    }
}
