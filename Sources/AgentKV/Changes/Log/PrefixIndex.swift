/// Finds which of many prefixes a key begins with.
///
/// A prefix is found by the hash of its bytes, so a key is hashed once, byte for byte, and looked up
/// at each length that some prefix has. What does not match costs nothing, however much there is.
struct PrefixIndex: Sendable {
    private struct Length {
        let bytes: Int
        var count: Int
    }

    /// The prefixes by their numbers; nil where a number is free.
    private var prefixes: [String?] = []
    private var numbers: [UInt64: [Int]] = [:]
    /// The number of the empty prefix, which need not be looked up.
    private var all: Int?
    /// The lengths of the others, shortest first.
    private var lengths: [Length] = []

    /// Returns the number of a prefix, a new one unless it is there already.
    ///
    /// - Complexity: O(*n*) in the prefixes where it is new.
    mutating func insert(_ prefix: String) -> Int {
        let hash = Self.hash(prefix)
        if let number = number(of: prefix, hash) { return number }
        let number = prefixes.firstIndex { $0 == nil } ?? prefixes.count
        if number == prefixes.count { prefixes.append(nil) }
        prefixes[number] = prefix
        let bytes = prefix.utf8.count
        if bytes == 0 {
            all = number
            return number
        }
        numbers[hash, default: []].append(number)
        let place = lengths.firstIndex { $0.bytes >= bytes } ?? lengths.count
        if place < lengths.count, lengths[place].bytes == bytes {
            lengths[place].count += 1
        } else {
            lengths.insert(Length(bytes: bytes, count: 1), at: place)
        }
        return number
    }

    /// Removes the prefix of a number, which becomes free.
    mutating func remove(_ number: Int) {
        guard let prefix = prefixes[number] else { return }
        prefixes[number] = nil
        if number == all {
            all = nil
            return
        }
        let hash = Self.hash(prefix)
        numbers[hash]?.removeAll { $0 == number }
        if numbers[hash]?.isEmpty == true { numbers[hash] = nil }
        guard let place = lengths.firstIndex(where: { $0.bytes == prefix.utf8.count }) else {
            return
        }
        lengths[place].count -= 1
        if lengths[place].count == 0 { lengths.remove(at: place) }
    }

    /// Puts the numbers of the prefixes that a key begins with into `found`, in the place of what was
    /// there.
    ///
    /// - Complexity: O(*n* + *m*) in the bytes of the longest prefix and the different lengths.
    func find(_ key: String, into found: inout [Int]) {
        found.removeAll(keepingCapacity: true)
        if let all { found.append(all) }
        if lengths.isEmpty { return }
        var hash = Self.basis
        var count = 0
        var next = 0
        for byte in key.utf8 {
            hash = Self.step(hash, byte)
            count += 1
            if count == lengths[next].bytes {
                collect(hash, key, into: &found)
                next += 1
                if next == lengths.count { return }
            }
        }
    }

    private func collect(_ hash: UInt64, _ key: String, into found: inout [Int]) {
        guard let candidates = numbers[hash] else { return }
        for number in candidates {
            if let prefix = prefixes[number], key.hasBytePrefix(prefix) { found.append(number) }
        }
    }

    private func number(of prefix: String, _ hash: UInt64) -> Int? {
        if prefix.isEmpty { return all }
        return numbers[hash]?.first { prefixes[$0]?.hasSameBytes(as: prefix) == true }
    }

    // FNV-1a: it can be continued byte by byte, and a collision costs no more than a comparison.
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    private static func hash(_ prefix: String) -> UInt64 {
        prefix.utf8.reduce(basis, step)
    }
}
