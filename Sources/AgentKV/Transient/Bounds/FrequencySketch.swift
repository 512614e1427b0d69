/// How often keys were asked for of late, roughly: a count-min sketch of four-bit counters.
///
/// A hash chooses a block of eight words, one line of a processor's cache, and in it four counters;
/// the least of them is the estimate, since others may have raised each of the four. After ten
/// times as many requests as there are entries all counters are halved, so that what was popular
/// once is forgotten. That is done in steps, for it takes long in a large sketch.
struct FrequencySketch: ~Copyable {
    private var words: UnsafeMutablePointer<UInt64>
    private var wordCount: Int
    private var blockMask: UInt64
    /// After how many requests counters are halved.
    private var sample: Int
    private var requests = 0
    /// The words before this one have been halved; as many as there are while none has to be.
    private var halved: Int

    /// The most that a counter holds.
    static let most = 15
    private static let step = 1 << 16

    /// Creates a sketch for a number of entries; it grows with them.
    init(entries: Int = 64) {
        let blocks = Self.blocks(for: entries)
        wordCount = blocks * 8
        words = .allocate(capacity: wordCount)
        words.initialize(repeating: 0, count: wordCount)
        blockMask = UInt64(blocks - 1)
        halved = wordCount
        sample = 10 * max(entries, 64)
    }

    deinit { words.deallocate() }

    /// How often a key was asked for, at most ``most``.
    @inline(__always)
    func frequency(of hash: UInt32) -> Int {
        let (block, counters) = place(of: hash)
        var least = UInt64(Self.most)
        for row in 0..<4 {
            let choice = counters &>> UInt64(row * 8)
            let word = words[block &+ row * 2 &+ Int(choice & 1)]
            least = min(least, word &>> (choice &>> 1 & 15 &* 4) & 15)
        }
        return Int(least)
    }

    /// Counts that a key was asked for.
    @inline(__always)
    mutating func count(_ hash: UInt32) {
        let (block, counters) = place(of: hash)
        for row in 0..<4 {
            let choice = counters &>> UInt64(row * 8)
            let shift = choice &>> 1 & 15 &* 4
            let word = words + (block &+ row * 2 &+ Int(choice & 1))
            let isFull = word.pointee &>> shift & 15 == 15
            word.pointee &+= isFull ? 0 : 1 &<< shift
        }
        requests &+= 1
    }

    /// Halves some of the counters, if it is time to.
    mutating func age() {
        if halved < wordCount {
            let end = min(halved + Self.step, wordCount)
            for word in halved..<end { words[word] = words[word] >> 1 & 0x7777_7777_7777_7777 }
            halved = end
        } else if requests >= sample {
            requests /= 2
            halved = 0
        }
    }

    /// Makes room for a number of entries; what has been counted stays.
    mutating func reserve(_ entries: Int) {
        let blocks = Self.blocks(for: entries)
        if blocks * 8 > wordCount {
            let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: blocks * 8)
            // A block is chosen by the low bits: each is found again in all its new places.
            for start in stride(from: 0, to: blocks * 8, by: wordCount) {
                (larger + start).initialize(from: words, count: wordCount)
            }
            words.deallocate()
            words = larger
            wordCount = blocks * 8
            blockMask = UInt64(blocks - 1)
            halved = wordCount
        }
        sample = 10 * max(entries, 64)
    }

    /// The first word of a hash's block, and what chooses the counters in it.
    @inline(__always)
    private func place(of hash: UInt32) -> (block: Int, counters: UInt64) {
        let spread = UInt64(hash) &* 0x9E37_79B9_7F4A_7C15
        let mixed = (spread ^ spread &>> 32) &* 0xD6E8_FEB8_6659_FD93
        return (Int(truncatingIfNeeded: mixed & blockMask) &* 8, mixed &>> 32)
    }

    /// A power of two, with a word of sixteen counters for each entry.
    private static func blocks(for entries: Int) -> Int {
        let wanted = UInt64(clamping: (max(entries, 64) + 7) / 8)
        return 1 << (64 - (wanted - 1).leadingZeroBitCount)
    }
}
