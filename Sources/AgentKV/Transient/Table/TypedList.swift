/// A list of items in the types they were sent in: what an inbox in memory fills and empties.
///
/// It belongs to one cell and is reached under the table's lock only. It becomes an ``ItemList``
/// when somebody changes it as a list of JSON, and JSON when somebody reads it.
@usableFromInline
final class TypedList: @unchecked Sendable {
    @exclusivity(unchecked)
    private var queue: ItemQueue<StoreValue>
    /// What is known of the items as messages.
    @exclusivity(unchecked)
    var infos = ItemInfos()
    /// Whether a bounded store may evict it.
    var isEvictable: Bool {
        get { false }
        set {}
    }
    /// How many items have come since a change told the list.
    @exclusivity(unchecked)
    private var untold: Int

    init(_ items: [StoreValue]) {
        queue = ItemQueue(items, vacant: .vacant)
        untold = items.count
    }

    var count: Int { queue.count }

    /// The item at an index.
    subscript(index: Int) -> StoreValue { queue[index] }

    /// The items as they are now.
    ///
    /// - Complexity: O(1).
    var present: TypedItems { TypedItems(queue.present) }

    /// The items as a change tells them, which counts for what is new in them.
    ///
    /// - Complexity: O(1).
    var told: TypedItems {
        let new = min(untold, count)
        untold = 0
        return TypedItems(queue.present, new: new, last: new > 0 ? queue[count - 1] : nil)
    }

    /// Shows the first item; there must be one.
    @inline(__always)
    func isFirst(_ condition: (borrowing StoreValue) -> Bool) -> Bool {
        queue.isFirst(condition)
    }

    @inline(__always)
    func append(_ item: consuming StoreValue) {
        queue.append(item)
        untold &+= 1
    }

    /// Takes the first item; there must be one.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    func removeFirst() -> StoreValue {
        queue.removeFirst()
    }

    /// Takes up to `limit` items off the beginning.
    ///
    /// - Complexity: O(1) on average for each.
    func takeFirst(_ limit: Int) -> [StoreValue] { queue.takeFirst(limit) }

    /// Puts items before the others.
    ///
    /// - Complexity: O(1) on average for each.
    func prepend(_ items: [StoreValue]) {
        if !items.isEmpty { queue.prepend(items) }
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        untold = max(untold - (self.count - count), 0)
        queue.truncate(to: count)
        infos.truncate(to: count)
    }
}

/// The items of a ``TypedList`` at one moment, as a value that may leave the store.
final class TypedItems: ValueBox, @unchecked Sendable {
    private let part: ItemPart<StoreValue>
    /// How many of the items are new, and one of these.
    private let new: Int
    private let last: StoreValue?

    init(_ part: ItemPart<StoreValue>, new: Int = 0, last: StoreValue? = nil) {
        self.part = part
        self.new = new
        self.last = last
        super.init()
    }

    override var knownBytes: Int? { last == nil ? 0 : nil }

    override func measuredBytes() -> Int {
        new * ((last?.measuredBytes() ?? 0) + MemoryLayout<StoreValue>.stride)
    }

    var count: Int { part.count }

    /// The items.
    ///
    /// - Complexity: O(*n*).
    var items: [StoreValue] { part.items }

    override func json(maximumDepth: Int) throws -> JSONValue {
        // The items of a list may be as deep as a value by itself.
        .array(try items.map { try $0.json(maximumDepth: maximumDepth) })
    }
}
