/// The number of a cell in its pool.
typealias CellNumber = UInt32

/// All that a table knows of one key: 64 bytes, one line of a processor's cache.
struct Cell {
    /// The key, or the empty text in a cell that is free.
    var key: String
    var value: StoreValue
    /// The generation of ``TableChanges`` whose list the cell is in; 0 if it is in none.
    var generation: UInt8
    /// Whether a batch has named the key, so that its removal has to be told.
    var isKnown: Bool
    var hash: UInt32
    var revision: Revision
    var deadline: Deadline
    /// The neighbours in a list of ``DeadlineWheel``, or the next free cell.
    var previous: CellNumber
    var next: CellNumber

    /// Whether the cell stands in a list of the wheel.
    var isFiled: Bool { previous != .none }

    /// All that an entry is beside its key.
    var state: EntryState {
        EntryState(value: value, revision: revision, deadline: deadline)
    }
}

/// Cells in chunks that never move: a number stays good until its cell is freed.
///
/// Each chunk is twice as large as the one before, so a few of them hold any number of cells, and
/// the chunk and the place in it follow from the number. What is not in use of the last chunk has
/// not been touched yet.
struct CellPool: ~Copyable {
    private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<Cell>>
    private var chunkCount = 0
    /// How many cells have been in use, free ones included.
    private(set) var used: CellNumber = 0
    /// How many cells are in use.
    private(set) var count = 0
    private var firstFree: CellNumber = .none

    /// The first chunk has 64 cells; with 25 of them the numbers stay below ``DeadlineWheel``'s mark.
    private static let firstShift = 6
    private static let mostChunks = 25

    init() {
        chunks = .allocate(capacity: Self.mostChunks)
    }

    deinit {
        for number in 0..<used { self[number].deinitialize(count: 1) }
        for chunk in 0..<chunkCount { chunks[chunk].deallocate() }
        chunks.deallocate()
    }

    @inline(__always)
    subscript(number: CellNumber) -> UnsafeMutablePointer<Cell> {
        let scaled = UInt64(number) &+ (1 &<< UInt64(Self.firstShift))
        let highest = 63 &- scaled.leadingZeroBitCount
        return chunks[highest &- Self.firstShift]
            + Int(truncatingIfNeeded: scaled ^ (1 &<< UInt64(truncatingIfNeeded: highest)))
    }

    private mutating func addChunk() {
        precondition(chunkCount < Self.mostChunks, "a store holds at most 2^31 entries")
        let bytes = MemoryLayout<Cell>.stride << (Self.firstShift + chunkCount)
        // A cell is a cache line, and lies in one.
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        (chunks + chunkCount).initialize(to: chunk.assumingMemoryBound(to: Cell.self))
        chunkCount += 1
    }

    /// The generation of the cell that is allocated next: it stays in the list that it is in,
    /// whatever entry it holds.
    var nextGeneration: UInt8 {
        firstFree == .none ? 0 : self[firstFree].pointee.generation
    }

    mutating func allocate(_ cell: consuming Cell) -> CellNumber {
        count += 1
        let number = firstFree
        if number != .none {
            firstFree = self[number].pointee.next
            self[number].pointee = cell
            return number
        }
        let capacity = ((1 << chunkCount) - 1) << Self.firstShift
        if used == capacity { addChunk() }
        used += 1
        self[used - 1].initialize(to: cell)
        return used - 1
    }

    /// Frees a cell and returns what it held, for the caller to release.
    mutating func free(_ number: CellNumber) -> Remains {
        let cell = self[number]
        var remains = Remains(key: "", value: .vacant)
        swap(&remains.key, &cell.pointee.key)
        swap(&remains.value, &cell.pointee.value)
        cell.pointee.next = firstFree
        firstFree = number
        count -= 1
        return remains
    }
}

extension CellNumber {
    /// No cell.
    static let none = CellNumber.max
}

/// What a freed cell held.
///
/// Releasing a value can run any code and take any time, so it is handed out of the lock first.
struct Remains {
    var key: String
    var value: StoreValue
}
