import Foundation

/// The bytes of a file.
struct Content {
    static let maximumBytes = 1 << 20

    let bytes: Data

    /// Reads a file; nil if that fails.
    init?(path: String) {
        guard let file = FileHandle(forReadingAtPath: path),
            let bytes = try? file.read(upToCount: Self.maximumBytes) ?? Data()
        else { return nil }
        self.bytes = bytes
    }

    /// What stands for these bytes in a key.
    var digest: String { bytes.digest }
}

extension Sequence<UInt8> {
    /// What stands for these bytes in a key: the same in every process (FNV-1a).
    var digest: String {
        let hash = reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
