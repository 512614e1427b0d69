import AgentKVTesting
import Foundation

/// The keys that a cache is asked for, one after the other.
struct Trace: Sendable {
    let name: String
    let keys: [UInt32]
    /// All keys are below this number.
    let keyCount: Int

    /// Reads of keys whose popularity falls as the power 0.9 of their rank.
    static func zipf(keys: Int, reads: Int) -> Trace {
        var sums: [Double] = []
        var sum = 0.0
        for rank in 1...keys {
            sum += pow(Double(rank), -0.9)
            sums.append(sum)
        }
        // Where to begin to look for a point on the sums, for each of many equal parts of them.
        let parts = 1 << 20
        var starts: [Int] = []
        var rank = 0
        for part in 0...parts {
            while sums[rank] < sum * Double(part) / Double(parts), rank < keys - 1 { rank += 1 }
            starts.append(rank)
        }
        var random = SplitMix64(seed: 1)
        let trace = (0..<reads).map { _ -> UInt32 in
            let share = Double(random.next() >> 11) / Double(1 << 53)
            var rank = starts[Int(share * Double(parts))]
            while sums[rank] < share * sum, rank < keys - 1 { rank += 1 }
            return UInt32(rank)
        }
        return Trace(name: "Zipf 0.9", keys: trace, keyCount: keys)
    }

    /// The same with a scan of keys that are never asked for again after every tenth of the reads.
    func withScans(of length: Int) -> Trace {
        var scanned: [UInt32] = []
        var fresh = keyCount
        for (read, key) in keys.enumerated() {
            scanned.append(key)
            guard (read + 1).isMultiple(of: keys.count / 10), read + 1 < keys.count else {
                continue
            }
            scanned += (fresh..<fresh + length).map(UInt32.init)
            fresh += length
        }
        return Trace(name: "\(name) with scans", keys: scanned, keyCount: fresh)
    }

    /// Reads of the same keys in the same order, again and again.
    static func loop(over keys: Int, reads: Int) -> Trace {
        Trace(name: "loop", keys: (0..<reads).map { UInt32($0 % keys) }, keyCount: keys)
    }
}
