/// The bytes of a key, and their hash.
///
/// Keys are told apart by their UTF-8 bytes: Swift's own `==` and `hash(into:)` also equate text
/// that is composed differently, and pay for finding that out.
struct KeyBytes {
    let start: UnsafeRawPointer
    let count: Int
}

extension String {
    /// Calls `body` with the UTF-8 bytes of this text, in place where they are contiguous.
    @inline(__always)
    func withKeyBytes(_ body: (KeyBytes) -> Void) {
        let done: Void? = utf8.withContiguousStorageIfAvailable { body(KeyBytes($0)) }
        if done == nil {
            var copy = self
            copy.withUTF8 { body(KeyBytes($0)) }
        }
    }
}

extension KeyBytes {
    /// The bytes of a buffer; of an empty one, any address serves.
    @inline(__always)
    fileprivate init(_ buffer: UnsafeBufferPointer<UInt8>) {
        start = buffer.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(bitPattern: 8)!
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

    /// The eight bytes from `offset` on.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 {
        start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    /// The fewer than eight bytes from `start` on, as one word.
    ///
    /// They are taken in parts that lie within an aligned word: a short text has just been written
    /// out as two of those, and a load across them would have to wait for both.
    @inline(__always)
    fileprivate func tail(from first: Int) -> UInt64 {
        var offset = first
        var word: UInt64 = 0
        let rest = count &- first
        if rest & 4 != 0 {
            word = UInt64(start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset &+= 4
        }
        if rest & 2 != 0 {
            word = word << 16 | UInt64(start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset &+= 2
        }
        if rest & 1 != 0 {
            word = word << 8 | UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
        }
        return word
    }
}

/// A seeded hash over bytes: each eight of them are folded into the state by one multiplication.
///
/// The seed differs from store to store, so that nobody can choose keys that collide.
struct KeyHasher {
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
    }

    @inline(__always)
    func hash(_ bytes: KeyBytes) -> UInt32 {
        let count = bytes.count
        var state = seed ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
        var offset = 0
        while offset &+ 8 <= count {
            state = Self.fold(state ^ bytes.word(at: offset))
            offset &+= 8
        }
        state = Self.fold(state ^ bytes.tail(from: offset))
        return UInt32(truncatingIfNeeded: Self.fold(state) >> 32)
    }

    @inline(__always)
    private static func fold(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low
    }
}
