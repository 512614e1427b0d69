/// What is kept of each cell beside its pool, by the numbers of the cells: chunks that never move.
///
/// As in ``CellPool`` each chunk is twice as large as the one before, so that growing copies
/// nothing.
struct CellArray<Element: BitwiseCopyable>: ~Copyable {
    private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    private var chunkCount = 0
    private let vacant: Element

    private static var firstShift: Int { 6 }
    private static var mostChunks: Int { 25 }

    /// Creates an array without elements; those that it gets are `vacant` at first.
    init(repeating vacant: Element) {
        chunks = .allocate(capacity: Self.mostChunks)
        self.vacant = vacant
    }

    deinit {
        for chunk in 0..<chunkCount { chunks[chunk].deallocate() }
        chunks.deallocate()
    }

    /// How many elements there are.
    var count: Int { ((1 << chunkCount) - 1) << Self.firstShift }

    @inline(__always)
    subscript(number: CellNumber) -> UnsafeMutablePointer<Element> {
        let scaled = UInt64(number) &+ (1 &<< UInt64(Self.firstShift))
        let highest = 63 &- scaled.leadingZeroBitCount
        return chunks[highest &- Self.firstShift]
            + Int(truncatingIfNeeded: scaled ^ (1 &<< UInt64(truncatingIfNeeded: highest)))
    }

    /// Makes sure that there is an element for a cell.
    @inline(__always)
    mutating func reserve(_ number: CellNumber) {
        while Int(number) >= count { addChunk() }
    }

    private mutating func addChunk() {
        let capacity = 1 << (Self.firstShift + chunkCount)
        let chunk = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        chunk.initialize(repeating: vacant, count: capacity)
        (chunks + chunkCount).initialize(to: chunk)
        chunkCount += 1
    }
}
