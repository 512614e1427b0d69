/// The nodes of ``UseOrder``, by the numbers of the cells: chunks that never move.
///
/// As in ``CellPool`` each chunk is twice as large as the one before, so that growing copies
/// nothing. It is not generic: a generic one is not released in debug builds (Swift 6.3).
struct NodeArray: ~Copyable {
    private let chunks: UnsafeMutablePointer<UnsafeMutablePointer<UseOrder.Node>>
    private var chunkCount = 0

    private static var firstShift: Int { 6 }
    private static var mostChunks: Int { 25 }

    /// Creates an array without nodes.
    init() { chunks = .allocate(capacity: Self.mostChunks) }

    deinit {
        for chunk in 0..<chunkCount { chunks[chunk].deallocate() }
        chunks.deallocate()
    }

    /// How many nodes there are.
    var count: Int { ((1 << chunkCount) - 1) << Self.firstShift }

    @inline(__always)
    subscript(number: CellNumber) -> UnsafeMutablePointer<UseOrder.Node> {
        let scaled = UInt64(number) &+ (1 &<< UInt64(Self.firstShift))
        let highest = 63 &- scaled.leadingZeroBitCount
        return chunks[highest &- Self.firstShift]
            + Int(truncatingIfNeeded: scaled ^ (1 &<< UInt64(truncatingIfNeeded: highest)))
    }

    /// Makes sure that there is a node for a cell.
    @inline(__always)
    mutating func reserve(_ number: CellNumber) {
        while Int(number) >= count { addChunk() }
    }

    private mutating func addChunk() {
        let capacity = 1 << (Self.firstShift + chunkCount)
        let chunk = UnsafeMutablePointer<UseOrder.Node>.allocate(capacity: capacity)
        chunk.initialize(repeating: UseOrder.Node(), count: capacity)
        (chunks + chunkCount).initialize(to: chunk)
        chunkCount += 1
    }
}
