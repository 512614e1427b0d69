/// Which cells fall due when: a hierarchical timing wheel threaded through the cells themselves.
///
/// Time is cut into ticks of 2^19 ns (about half a millisecond). A level has 64 buckets, each of
/// them a doubly linked list of cells, and a bucket of one level spans the whole level below it.
/// A cell stands at the level of the highest digit (to base 64) in which its tick differs from
/// the present one, so it is placed and removed in constant time; when time reaches a bucket, its
/// cells are placed again, one level lower or more, and are in the order of their ticks by the
/// time they fall due.
///
/// A deadline that moves later, or goes away, leaves its cell where it is: the cell is looked at
/// when its bucket comes up, and placed again by the deadline that it has then. Setting one key's
/// lifetime again and again therefore costs no more than writing it down.
struct DeadlineWheel: ~Copyable {
    private let heads: UnsafeMutablePointer<CellNumber>
    private let filled: UnsafeMutablePointer<UInt64>
    /// The tick that the wheel has come to.
    ///
    /// Buckets before it are empty.
    private(set) var current: UInt64 = 0
    /// Until when no cell of the present tick is due: it need not be looked through before.
    var restsUntil = Moment.start

    private static let levels = 8

    init() {
        heads = .allocate(capacity: Self.levels * 64)
        heads.initialize(repeating: .none, count: Self.levels * 64)
        filled = .allocate(capacity: Self.levels)
        filled.initialize(repeating: 0, count: Self.levels)
    }

    deinit {
        heads.deallocate()
        filled.deallocate()
    }

    /// Files a cell under its deadline, which it must have.
    mutating func insert(_ number: CellNumber, in pool: borrowing CellPool) {
        let cell = pool[number]
        let tick = max(cell.pointee.deadline.tick, current)
        let difference = tick ^ current
        let level = difference == 0 ? 0 : (63 - difference.leadingZeroBitCount) / 6
        let digit = Int(truncatingIfNeeded: tick &>> UInt64(level * 6)) & 63
        let bucket = level * 64 + digit

        if difference == 0 { restsUntil = min(restsUntil, cell.pointee.deadline.moment) }

        let head = heads[bucket]
        cell.pointee.previous = Self.mark | CellNumber(bucket)
        cell.pointee.next = head
        if head != .none { pool[head].pointee.previous = number }
        heads[bucket] = number
        filled[level] |= 1 << UInt64(digit)
    }

    /// Takes out a cell that is filed.
    mutating func remove(_ number: CellNumber, in pool: borrowing CellPool) {
        let cell = pool[number]
        let (previous, next) = (cell.pointee.previous, cell.pointee.next)
        if next != .none { pool[next].pointee.previous = previous }
        if previous & Self.mark == 0 {
            pool[previous].pointee.next = next
        } else {
            let bucket = Int(previous & ~Self.mark)
            heads[bucket] = next
            if next == .none { filled[bucket >> 6] &= ~(1 << UInt64(bucket & 63)) }
        }
        cell.pointee.previous = .none
    }

    /// Calls `body` with every cell that is filed.
    func forEachFiled(in pool: borrowing CellPool, _ body: (CellNumber) -> Void) {
        for bucket in 0..<Self.levels * 64 {
            var number = heads[bucket]
            while number != .none {
                body(number)
                number = pool[number].pointee.next
            }
        }
    }

    /// A cell of a coarse bucket that has come up, to be filed again before any is due.
    var firstCoarse: CellNumber {
        for level in (1..<Self.levels).reversed() {
            let head = heads[level * 64 + digit(of: current, at: level)]
            if head != .none { return head }
        }
        return .none
    }

    /// The first cell of the present tick's bucket.
    var firstDue: CellNumber {
        heads[digit(of: current, at: 0)]
    }

    /// Whether no cell is filed.
    var isEmpty: Bool { (0..<Self.levels).allSatisfy { filled[$0] == 0 } }

    /// A moment before which no cell is due; nil if none is filed.
    ///
    /// It is exact for the present tick; of later cells it is when their bucket begins.
    ///
    /// - Complexity: O(1).
    var nextDue: Moment? {
        if firstCoarse != .none { return Moment(tick: current) }
        if firstDue != .none { return restsUntil }
        return nextBucket.map(Moment.init(tick:))
    }

    /// The tick at which the next bucket begins that holds cells; nil if there is none.
    private var nextBucket: UInt64? {
        for level in 0..<Self.levels {
            let shift = UInt64(level * 6)
            let later = filled[level] & ~(.max >> UInt64(63 - digit(of: current, at: level)))
            guard later != 0 else { continue }
            let block = current >> shift & ~63
            return (block | UInt64(later.trailingZeroBitCount)) << shift
        }
        return nil
    }

    /// Moves on to the next bucket that holds cells, if it begins at or before `end`.
    ///
    /// - Returns: Whether there is one; if not, the wheel has come to `end`.
    mutating func advance(to end: UInt64) -> Bool {
        if let start = nextBucket, start <= end {
            move(to: start)
            return true
        }
        if current < end { move(to: end) }
        return false
    }

    private mutating func move(to tick: UInt64) {
        current = tick
        restsUntil = .start
    }

    private func digit(of tick: UInt64, at level: Int) -> Int {
        Int(truncatingIfNeeded: tick >> UInt64(level * 6)) & 63
    }

    /// Tells the number of a bucket from that of a cell, in what stands before a list's first cell.
    private static let mark: CellNumber = 1 << 31
}
