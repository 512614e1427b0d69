/// Bytes of a text that stand in JSON as they are, between those that have to be escaped.
struct PlainRun {
    /// Where the run ends: at a byte that has to be escaped, or where the text ends.
    let end: Int
    let isASCII: Bool
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns the run that begins at `start`; it may be empty.
    ///
    /// - Complexity: O(*n*) in its length, by eight bytes at a time.
    @inline(__always)
    func plainRun(from start: Int) -> PlainRun {
        let bytes = UnsafeRawBufferPointer(self)
        var end = start
        var seen: UInt64 = 0
        while end &+ 8 <= count {
            let word = bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self)
            if word.hasEscapedByte { break }
            seen |= word
            end &+= 8
        }
        while end < count, !self[end].isEscaped {
            seen |= UInt64(self[end])
            end &+= 1
        }
        return PlainRun(end: end, isASCII: seen & .highestBits == 0)
    }
}

extension UInt8 {
    /// Whether it has to be escaped between quotes: a quote, a backslash, a control character.
    @inline(__always)
    fileprivate var isEscaped: Bool {
        self < 0x20 || self == UInt8(ascii: "\"") || self == UInt8(ascii: "\\")
    }
}

extension UInt64 {
    fileprivate static var highestBits: UInt64 { 0x8080_8080_8080_8080 }

    /// Whether one of its eight bytes has to be escaped.
    @inline(__always)
    fileprivate var hasEscapedByte: Bool {
        (less(than: 0x20) | equal(to: UInt8(ascii: "\"")) | equal(to: UInt8(ascii: "\\"))) != 0
    }

    /// Not 0 if one of the bytes is below `bound`, which is at most 128: subtracting it borrows from
    /// the highest bit of such a byte.
    @inline(__always)
    private func less(than bound: UInt8) -> UInt64 {
        (self &- .repeating(bound)) & ~self & .highestBits
    }

    /// Not 0 if one of the bytes is `byte`.
    @inline(__always)
    private func equal(to byte: UInt8) -> UInt64 {
        (self ^ .repeating(byte)).less(than: 1)
    }

    @inline(__always)
    private static func repeating(_ byte: UInt8) -> UInt64 {
        UInt64(byte) &* 0x0101_0101_0101_0101
    }
}
