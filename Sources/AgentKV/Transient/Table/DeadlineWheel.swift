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
///
/// Of the cells of the present tick those that have been looked at and are not due yet *rest* in a
/// list of their own, of which is known when the first may be due. So they are looked at again only
/// then, and a sweep can end anywhere and go on from there.
struct DeadlineWheel: ~Copyable {
    private let heads: UnsafeMutablePointer<CellNumber>
    private let filled: UnsafeMutablePointer<UInt64>
    /// The tick that the wheel has come to.
    ///
    /// Buckets before it are empty.
    private(set) var current: UInt64 = 0
    /// Until when none of the cells that rest is due.
    private var restsUntil = Moment.end

    private static let levels = 8
    /// The list of those that rest stands behind the buckets.
    private static let resting = levels * 64

    init() {
        heads = .allocate(capacity: Self.resting + 1)
        heads.initialize(repeating: .none, count: Self.resting + 1)
        filled = .allocate(capacity: Self.levels + 1)
        filled.initialize(repeating: 0, count: Self.levels + 1)
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
        var bucket = Self.resting
        if difference == 0 {
            let rest = heads[Self.resting] == .none ? .end : restsUntil
            restsUntil = min(rest, cell.pointee.deadline.moment)
        } else {
            let level = (63 - difference.leadingZeroBitCount) / 6
            bucket = level * 64 + digit(of: tick, at: level)
        }

        let head = heads[bucket]
        cell.pointee.previous = Self.mark | CellNumber(bucket)
        cell.pointee.next = head
        if head != .none { pool[head].pointee.previous = number }
        heads[bucket] = number
        filled[bucket >> 6] |= 1 << UInt64(bucket & 63)
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
        for bucket in 0...Self.resting {
            var number = heads[bucket]
            while number != .none {
                body(number)
                number = pool[number].pointee.next
            }
        }
    }

    /// A cell that has come up and is to be looked at: one of a coarse bucket, to be filed again
    /// before any is due, or one of the present tick's.
    var firstToLookAt: CellNumber {
        for level in (0..<Self.levels).reversed() {
            let head = heads[level * 64 + digit(of: current, at: level)]
            if head != .none { return head }
        }
        return .none
    }

    /// Whether no cell is filed.
    var isEmpty: Bool { (0...Self.levels).allSatisfy { filled[$0] == 0 } }

    /// A moment before which no cell is due; nil if none is filed.
    ///
    /// It is exact for the present tick; of later cells it is when their bucket begins.
    ///
    /// - Complexity: O(1).
    var nextDue: Moment? {
        if firstToLookAt != .none { return Moment(tick: current) }
        if heads[Self.resting] != .none { return restsUntil }
        return nextBucket.map(Moment.init(tick:))
    }

    /// Has the cells that rest looked at again, if one of them may be due.
    ///
    /// None of the others may be waiting to be looked at.
    ///
    /// - Returns: Whether there is one to look at.
    mutating func resume(at now: Moment, in pool: borrowing CellPool) -> Bool {
        let head = heads[Self.resting]
        if head == .none || now < restsUntil { return false }
        let bucket = digit(of: current, at: 0)
        heads[bucket] = head
        heads[Self.resting] = .none
        filled[0] |= 1 << UInt64(bucket)
        filled[Self.levels] = 0
        pool[head].pointee.previous = Self.mark | CellNumber(bucket)
        return true
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
    /// No cell of a tick before that may be left.
    ///
    /// - Returns: Whether there is one; if not, the wheel has come to `end`.
    mutating func advance(to end: UInt64) -> Bool {
        if let start = nextBucket, start <= end {
            current = start
            return true
        }
        current = max(current, end)
        return false
    }

    private func digit(of tick: UInt64, at level: Int) -> Int {
        Int(truncatingIfNeeded: tick &>> UInt64(level * 6)) & 63
    }

    /// Tells the number of a bucket from that of a cell, in what stands before a list's first cell.
    private static let mark: CellNumber = 1 << 31
}
