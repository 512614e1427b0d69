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
