/// The number of a cell in its pool.
typealias CellNumber = UInt32

/// All that a table knows of one key: 64 bytes, one line of a processor's cache.
struct Cell {
    /// The key, or the empty text in a cell that is free.
    var key: String
    var value: StoreValue
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
struct CellPool: ~Copyable {
    private var chunks: [UnsafeMutablePointer<Cell>] = []
    /// How many cells have been in use, free ones included.
    private(set) var used: CellNumber = 0
    private var firstFree: CellNumber = .none
    /// How many cells are in use.
    private(set) var count = 0

    private static let chunkShift: CellNumber = 7
    private static let chunkSize: CellNumber = 1 << chunkShift

    deinit {
        for (index, chunk) in chunks.enumerated() {
            let first = CellNumber(index) << Self.chunkShift
            chunk.deinitialize(count: Int(min(used - first, Self.chunkSize)))
            chunk.deallocate()
        }
    }

    @inline(__always)
    subscript(number: CellNumber) -> UnsafeMutablePointer<Cell> {
        chunks[Int(number >> Self.chunkShift)] + Int(number & (Self.chunkSize - 1))
    }

    mutating func allocate(_ cell: consuming Cell) -> CellNumber {
        count += 1
        let number = firstFree
        if number != .none {
            firstFree = self[number].pointee.next
            self[number].pointee = cell
            return number
        }
        if used == CellNumber(chunks.count) << Self.chunkShift {
            chunks.append(.allocate(capacity: Int(Self.chunkSize)))
        }
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
