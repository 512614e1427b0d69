/// The bytes of a key, read eight at a time.
///
/// Keys are told apart by their UTF-8 bytes: Swift's own `==` and `hash(into:)` also equate text
/// that is composed differently, and pay for finding that out.
struct KeyBytes {
    let count: Int
    private let start: UnsafeRawPointer?

    @inline(__always)
    fileprivate init(_ buffer: UnsafeBufferPointer<UInt8>) {
        start = UnsafeRawPointer(buffer.baseAddress)
        count = buffer.count
    }

    /// Whether both hold the same bytes.
    @inline(__always)
    func hasSameBytes(as other: KeyBytes) -> Bool {
        guard count == other.count else { return false }
        var offset = 0
        while offset &+ 8 <= count {
            if word(at: offset) != other.word(at: offset) { return false }
            offset &+= 8
        }
        return tail(from: offset) == other.tail(from: offset)
    }

    /// Whether one of the bytes is zero.
    var hasZero: Bool {
        var offset = 0
        while offset &+ 8 <= count {
            let word = word(at: offset)
            // The highest bit of a byte stays set only where subtracting 1 has borrowed.
            let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if zeros != 0 { return true }
            offset &+= 8
        }
        while offset < count {
            if load(UInt8.self, at: offset) == 0 { return true }
            offset &+= 1
        }
        return false
    }

    /// The eight bytes from `offset` on.
    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        load(UInt64.self, at: offset)
    }

    /// The fewer than eight bytes from `first` on, as one word.
    ///
    /// They are taken in parts that lie within an aligned word: a short text has just been written
    /// out as two of those, and a load across them would have to wait for both.
    @inline(__always)
    func tail(from first: Int) -> UInt64 {
        var offset = first
        var word: UInt64 = 0
        let rest = count &- first
        if rest & 4 != 0 {
            word = UInt64(load(UInt32.self, at: offset))
            offset &+= 4
        }
        if rest & 2 != 0 {
            word = word << 16 | UInt64(load(UInt16.self, at: offset))
            offset &+= 2
        }
        if rest & 1 != 0 {
            word = word << 8 | UInt64(load(UInt8.self, at: offset))
        }
        return word
    }

    /// Only called within `count`, where there is an address.
    @inline(__always)
    private func load<Word: BitwiseCopyable>(_ type: Word.Type, at offset: Int) -> Word {
        start.unsafelyUnwrapped.loadUnaligned(fromByteOffset: offset, as: type)
    }
}

extension String {
    /// Calls `body` with the UTF-8 bytes of this text, in place where they are contiguous.
    @inline(__always)
    func withKeyBytes(_ body: (KeyBytes) -> Void) {
        let isDone: Void? = utf8.withContiguousStorageIfAvailable { body(KeyBytes($0)) }
        if isDone == nil {
            var copy = self
            copy.withUTF8 { body(KeyBytes($0)) }
        }
    }
}

extension String {
    /// Whether the bytes of this text begin with those of `prefix`.
    func hasBytePrefix(_ prefix: String) -> Bool {
        utf8.starts(with: prefix.utf8)
    }
}
