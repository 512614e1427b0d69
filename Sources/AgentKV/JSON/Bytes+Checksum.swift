extension Sequence<UInt8> {
    /// A number that tells bytes from others, the same in every process: FNV-1a, in 64 bits.
    package var checksum: UInt64 {
        reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
