/// What has changed in a table since the last batch that was written down.
///
/// A store without an adapter keeps nothing here. With one, the cells that were written to are
/// listed by their numbers, each once, and removed keys are kept by name; both are bounded by the
/// data, not by the number of writes.
///
/// A batch is one moment of the table, and a large one is gathered in steps, between which other
/// callers get their turn. So changes belong to a generation, 1 or 2, and each cell carries that of
/// the list it is in. ``freeze`` ends a generation and begins the other one. What was listed is
/// then copied step by step, and whoever writes to a cell before its turn has come copies it first
/// (``saved``).
struct TableChanges: ~Copyable {
    /// What is kept.
    enum Keeping {
        /// Nothing: there is no adapter.
        case nothing
        /// Which entries have changed.
        case changes
        /// That, and whether the call under way has changed one: it waits until that is durable.
        case changesOfCalls
    }

    /// The number of the batch that the changes of now are going to be in, from 1.
    private(set) var number: BatchNumber = 1
    /// The generation that changes belong to; 0 where none are kept.
    private(set) var generation: UInt8 = 0
    /// The generation of the cells that need not be listed when they are written to.
    private(set) var listed: UInt8 = 0
    /// Whether the call under way has changed anything, where calls wait.
    private(set) var hasChanged = false
    /// The first key that it has changed.
    private(set) var changedKey = ""

    private var cells = ChunkedList<CellNumber>()
    private var removed = KeySet()
    /// What of the queues has changed.
    private var metadata: Set<ChangedMetadataID> = []
    /// Whether there is a batch to be written though nothing is listed.
    private var owesBatch = false
    /// Cells as they were when their generation ended, written to before they were copied.
    private var saved: [ChangedEntry] = []
    private let bell: Bell?
    private let keeping: Keeping

    init(_ keeping: Keeping = .nothing, bell: Bell? = nil) {
        self.keeping = keeping
        self.bell = bell
        if keeping != .nothing { begin(generation: 1) }
    }

    var isKept: Bool { generation != 0 }

    /// Whether there is nothing for a batch.
    var isEmpty: Bool {
        cells.isEmpty && removed.isEmpty && metadata.isEmpty && !owesBatch
    }

    /// Notes which key the call under way changes.
    mutating func note(_ key: String) {
        guard keeping == .changesOfCalls, !hasChanged else { return }
        hasChanged = true
        changedKey = key
    }

    /// Takes back that the call has changed something, unless it had before.
    mutating func noteNothing(unless hadChanged: Bool) {
        hasChanged = hadChanged
    }

    /// The batch that the call under way has to wait for; 0 if it has changed nothing, or does not
    /// wait.
    @inline(__always)
    mutating func takeWrite() -> BatchNumber {
        guard hasChanged else { return 0 }
        hasChanged = false
        return number
    }

    mutating func list(_ number: CellNumber) {
        ringIfFirst()
        cells.append(number)
    }

    mutating func remove(_ key: String, hash: UInt32) {
        ringIfFirst()
        removed.insert(key, hash: hash)
    }

    /// Notes that metadata of a key has changed.
    mutating func note(_ id: ChangedMetadataID) {
        note(id.key)
        ringIfFirst()
        metadata.insert(id)
    }

    /// Hands over which metadata has changed.
    mutating func takeMetadata() -> Set<ChangedMetadataID> {
        let changed = metadata
        metadata = []
        return changed
    }

    /// Takes a key off those that are removed, and returns whether it was one.
    mutating func restore(_ key: String, hash: UInt32) -> Bool {
        removed.isEmpty ? false : removed.remove(key, hash: hash)
    }

    mutating func save(_ entry: ChangedEntry) {
        saved.append(entry)
    }

    /// Hands over what has been saved.
    mutating func takeSaved() -> [ChangedEntry] {
        let entries = saved
        saved = []
        return entries
    }

    /// Makes sure that there is going to be a batch.
    mutating func owe() {
        ringIfFirst()
        owesBatch = true
    }

    /// Ends a generation: returns the cells that are listed in it, and exchanges the removed keys
    /// for `removed`, which is empty.
    mutating func freeze(_ removed: inout KeySet) -> ChunkedList<CellNumber> {
        let frozen = cells
        cells = ChunkedList()
        swap(&self.removed, &removed)
        owesBatch = false
        number += 1
        begin(generation: 3 - generation)
        return frozen
    }

    private mutating func begin(generation: UInt8) {
        self.generation = generation
        // Where calls wait, every change is to be noted, also that of a cell that is listed.
        listed = keeping == .changesOfCalls ? .max : generation
    }

    private func ringIfFirst() {
        if isEmpty { bell?.ring() }
    }
}

/// The number of a batch, from 1: they are written in this order.
typealias BatchNumber = Int

/// An entry as it was when the changes of a batch were frozen.
struct ChangedEntry {
    var key: String
    var value: StoreValue
    var revision: Revision
    var deadline: Deadline
}
