/// Which entry of a full store makes room for others: W-TinyLFU.
///
/// New entries come into a small *window*, a list in the order of use. The one that drops out of
/// it stays only if it was asked for more often, of late, than the entry that the rest of the
/// store, the *main* part, would give up for it (``FrequencySketch``): so what is read once, by a
/// scan, passes through the window and pushes nothing out. The main part is a segmented list in
/// the order of use: an entry is on *probation* until it is read there, and then *protected*. How
/// large the window is adapts to what is asked for (``WindowClimb``).
///
/// The lists are threaded through an array by the numbers of the cells. Reads are noted in a
/// buffer and taken into account together, and nothing is allocated for them. A number in it whose
/// cell has been freed, or holds another entry by now, does no harm.
///
/// Entries that are exempt count, and are never chosen.
struct EvictionPolicy: ~Copyable {
    /// Where an entry stands.
    enum Place: UInt8 {
        case absent
        /// It counts, and is never evicted.
        case exempt
        case window
        case probation
        case protected
    }

    var nodes = NodeArray()
    var window = UseOrder()
    var probation = UseOrder()
    var protected = UseOrder()
    var exempt = UseOrder()
    var sketch = FrequencySketch()
    var climb: WindowClimb
    private let reads: UnsafeMutablePointer<CellNumber>
    private var readCount = 0

    private static let readCapacity = 64

    /// What the entries cost that are pinned, exempt ones aside.
    private(set) var pinnedCost = 0

    /// The most that all entries together may cost.
    let limit: Int

    init(limit: Int) {
        self.limit = limit
        climb = WindowClimb(limit: limit)
        reads = .allocate(capacity: Self.readCapacity)
    }

    deinit { reads.deallocate() }

    /// What all entries together cost.
    var cost: Int { evictableCost + exempt.cost }

    /// What the entries cost that can be evicted.
    var evictableCost: Int { window.cost + probation.cost + protected.cost }

    /// What an entry costs; 0 for none.
    func cost(of number: CellNumber) -> Int {
        number == .none || !holds(number) ? 0 : nodes[number].pointee.cost
    }

    /// Whether there is an entry of that number.
    func holds(_ number: CellNumber) -> Bool {
        number < nodes.count && nodes[number].pointee.place != .absent
    }

    /// What the entries besides one cost that cannot be evicted now.
    func kept(besides number: CellNumber) -> Int {
        let kept = exempt.cost + pinnedCost
        guard number != .none, holds(number) else { return kept }
        let node = nodes[number].pointee
        return node.isPinned || node.place == .exempt ? kept - node.cost : kept
    }

    /// How many entries there are.
    var count: Int { window.count + probation.count + protected.count + exempt.count }

    /// Notes that an entry was read.
    ///
    /// - Complexity: O(1), most of it at every 64th call.
    @inline(__always)
    mutating func noteRead(of number: CellNumber) {
        reads[readCount] = number
        readCount &+= 1
        if readCount == Self.readCapacity { takeReads() }
    }

    /// Takes the reads into account that have been noted.
    @inline(never)
    mutating func takeReads() {
        for place in 0..<readCount {
            let number = reads[place]
            use(number)
        }
        readCount = 0
        sketch.age()
        if climb.isDue(count) { adapt() }
    }

    /// Adds an entry.
    mutating func insert(_ number: CellNumber, hash: UInt32, cost: Int, isExempt: Bool) {
        nodes.reserve(number)
        nodes[number].pointee = UseOrder.Node(hash: hash, cost: cost)
        append(number, to: isExempt ? .exempt : .window)
        sketch.count(hash)
        climb.misses &+= 1
        if count & 63 == 0 { sketch.reserve(count) }
        shrinkWindow()
    }

    /// Notes that an entry was set again, at another cost or the same.
    mutating func update(_ number: CellNumber, cost: Int, isExempt: Bool) {
        let place = nodes[number].pointee.place
        if cost != nodes[number].pointee.cost || isExempt != (place == .exempt) {
            unlink(number)
            nodes[number].pointee.cost = cost
            append(number, to: isExempt ? .exempt : place == .exempt ? .window : place)
            shrinkWindow()
            shrinkProtected()
        }
        use(number)
    }

    /// Removes an entry.
    mutating func remove(_ number: CellNumber) {
        unlink(number)
        nodes[number].pointee.place = .absent
        nodes[number].pointee.isPinned = false
    }

    /// Keeps an entry from being evicted, or lets it again.
    mutating func pin(_ number: CellNumber, _ isPinned: Bool) {
        if isPinned == nodes[number].pointee.isPinned { return }
        nodes[number].pointee.isPinned = isPinned
        notePinned(number, isPinned ? 1 : -1)
    }

    /// Notes that a pinned entry comes into one of the lists, or goes out of it.
    mutating func notePinned(_ number: CellNumber, _ sign: Int) {
        let node = nodes[number]
        if node.pointee.place != .exempt { pinnedCost &+= sign &* node.pointee.cost }
    }

    /// Chooses the entry to give up, so that one of `incoming` can come in; none where every entry
    /// is exempt or pinned.
    ///
    /// - Complexity: O(1), and the number of entries that are pinned.
    mutating func victim(for incoming: Int) -> CellNumber {
        if readCount > 0 { takeReads() }
        var victim = probation.oldest(in: nodes)
        if victim == .none { victim = protected.oldest(in: nodes) }
        guard window.cost + incoming > climb.window || victim == .none else { return victim }
        let candidate = window.oldest(in: nodes)
        if candidate == .none || victim == .none { return candidate == .none ? victim : candidate }
        if !admits(candidate, insteadOf: victim) { return candidate }
        unlink(candidate)
        append(candidate, to: .probation)
        return victim
    }

    /// Whether what drops out of the window is worth more than what the main part would give up.
    ///
    /// Letting in a popular one now and then all the same, as others do against those who know the
    /// hashes, costs six points in a loop; here the hashes differ from store to store.
    private func admits(_ candidate: CellNumber, insteadOf victim: CellNumber) -> Bool {
        let frequency = sketch.frequency(of: nodes[candidate].pointee.hash)
        return frequency > sketch.frequency(of: nodes[victim].pointee.hash)
    }
}
