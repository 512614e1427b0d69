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

    /// What stands for these bytes in a key: another number in every process, as is the cache.
    var digest: String {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return String(UInt(bitPattern: hasher.finalize()), radix: 16)
    }
}
