/// The hash table from keys to cells, in segments that grow one at a time.
///
/// This is extendible hashing. A directory of 2^depth places is indexed by the top bits of a hash
/// and names a segment: an open-addressed table of at most ``fullCapacity`` buckets, probed
/// linearly from the low bits. A full segment is split in two by one more bit, so the most that
/// any insertion moves is one segment's buckets, however many keys there are; a small table is
/// one segment that doubles until it is of full size. A bucket holds the hash beside the cell's
/// number: growing and removing never look at a key.
struct KeyIndex: ~Copyable {
    private var directory: UnsafeMutablePointer<Segment>
    private var depth: UInt64 = 0

    private static let fullCapacity = 1024
    private static let maximumDepth: UInt64 = 28

    init() {
        directory = .allocate(capacity: 1)
        directory.initialize(to: Segment(capacity: 16, depth: 0))
    }

    deinit {
        forEachSegment { $0.deallocate() }
        directory.deallocate()
    }

    /// Returns the cell under `hash` for which `matches` holds.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    func find(_ hash: UInt32, where matches: (CellNumber) -> Bool) -> CellNumber {
        let segment = directory[place(of: hash)]
        var position = hash & segment.mask
        while true {
            let bucket = segment.buckets[Int(position)]
            if bucket == 0 { return .none }
            if UInt32(truncatingIfNeeded: bucket >> 32) == hash {
                let cell = CellNumber(truncatingIfNeeded: bucket) &- 1
                if matches(cell) { return cell }
            }
            position = (position &+ 1) & segment.mask
        }
    }

    /// Adds a cell that is not in the table yet.
    ///
    /// - Complexity: O(1) on average, and never more than one segment's size.
    mutating func insert(_ cell: CellNumber, hash: UInt32) {
        while true {
            let segment = directory[place(of: hash)]
            if segment.hasRoom {
                segment.insert(UInt64(hash) << 32 | UInt64(cell &+ 1))
                return
            }
            grow(segment, of: hash)
        }
    }

    /// Removes a cell that is in the table.
    mutating func remove(_ cell: CellNumber, hash: UInt32) {
        directory[place(of: hash)].remove(UInt64(hash) << 32 | UInt64(cell &+ 1))
    }

    /// How many cells are in the table.
    ///
    /// - Complexity: O(*n*).
    var count: Int {
        var count = 0
        forEachSegment { count += $0.count }
        return count
    }

    private func forEachSegment(_ body: (Segment) -> Void) {
        var place = 0
        while place < 1 << depth {
            let segment = directory[place]
            // Read before the body, which may free the segment.
            place += 1 << Int(depth - segment.depth)
            body(segment)
        }
    }

    @inline(__always)
    private func place(of hash: UInt32) -> Int {
        Int(truncatingIfNeeded: UInt64(hash) &>> (32 &- depth))
    }

    /// Doubles a segment that is not of full size, splits one that is.
    private mutating func grow(_ segment: Segment, of hash: UInt32) {
        let capacity = Int(segment.mask) + 1
        if capacity < Self.fullCapacity || segment.depth == Self.maximumDepth {
            let larger = Segment(capacity: capacity * 2, depth: segment.depth)
            segment.move { _ in larger }
            replace(segment, of: hash, by: larger, larger)
        } else {
            if segment.depth == depth { doubleDirectory() }
            let low = Segment(capacity: capacity, depth: segment.depth + 1)
            let high = Segment(capacity: capacity, depth: segment.depth + 1)
            let bit = UInt64(1) << (63 - segment.depth)
            segment.move { $0 & bit == 0 ? low : high }
            replace(segment, of: hash, by: low, high)
        }
        segment.deallocate()
    }

    /// Puts `low` into the first and `high` into the second half of the places that name `segment`.
    private func replace(
        _ segment: Segment,
        of hash: UInt32,
        by low: Segment,
        _ high: Segment
    ) {
        let places = 1 << Int(depth - segment.depth)
        let first = place(of: hash) & ~(places - 1)
        for offset in 0..<places {
            directory[first + offset] = offset < (places + 1) / 2 ? low : high
        }
    }

    private mutating func doubleDirectory() {
        let places = 1 << Int(depth)
        let larger = UnsafeMutablePointer<Segment>.allocate(capacity: places * 2)
        for place in 0..<places {
            (larger + place * 2).initialize(repeating: directory[place], count: 2)
        }
        directory.deallocate()
        directory = larger
        depth += 1
    }
}

/// An open-addressed table of `hash << 32 | cell + 1`, zero where empty.
///
/// Two words before the buckets count those in use and hold how many bits of a hash have chosen
/// the segment.
private struct Segment {
    let buckets: UnsafeMutablePointer<UInt64>
    let mask: UInt32

    init(capacity: Int, depth: UInt64) {
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity + 2)
        words.initialize(repeating: 0, count: capacity + 2)
        words[1] = depth
        buckets = words + 2
        mask = UInt32(capacity - 1)
    }

    func deallocate() {
        (buckets - 2).deallocate()
    }

    var depth: UInt64 { buckets[-1] }

    /// Whether one more keeps the table at most seven eighths full.
    var hasRoom: Bool { (buckets[-2] + 1) * 8 <= (UInt64(mask) + 1) * 7 }

    var count: Int { Int(buckets[-2]) }

    /// Inserts each bucket into the segment that `destination` names for it.
    func move(to destination: (UInt64) -> Segment) {
        for position in 0...Int(mask) where buckets[position] != 0 {
            destination(buckets[position]).insert(buckets[position])
        }
    }

    func insert(_ bucket: UInt64) {
        var position = UInt32(truncatingIfNeeded: bucket >> 32) & mask
        while buckets[Int(position)] != 0 {
            position = (position &+ 1) & mask
        }
        buckets[Int(position)] = bucket
        buckets[-2] += 1
    }

    /// Removes a bucket and moves back those behind it that the gap would hide.
    func remove(_ bucket: UInt64) {
        var gap = UInt32(truncatingIfNeeded: bucket >> 32) & mask
        while buckets[Int(gap)] != bucket {
            gap = (gap &+ 1) & mask
        }
        var position = gap
        while true {
            position = (position &+ 1) & mask
            let next = buckets[Int(position)]
            if next == 0 { break }
            let home = UInt32(truncatingIfNeeded: next >> 32) & mask
            if (position &- home) & mask >= (position &- gap) & mask {
                buckets[Int(gap)] = next
                gap = position
            }
        }
        buckets[Int(gap)] = 0
        buckets[-2] -= 1
    }
}
