/// A list of items in the types they were sent in: what an inbox in memory fills and empties.
///
/// It belongs to one cell and is reached under the table's lock only. It becomes an ``ItemList``
/// when somebody changes it as a list of JSON, and JSON when somebody reads it.
@usableFromInline
final class TypedList: @unchecked Sendable {
    private var queue: ItemQueue<StoreValue>
    /// Whether one of the items has turned out to have no JSON.
    var hasNoJSON = false

    init(_ items: [StoreValue]) {
        queue = ItemQueue(items, vacant: .vacant)
    }

    var count: Int { queue.count }

    /// The items as they are now.
    ///
    /// - Complexity: O(1).
    var present: TypedItems { TypedItems(queue.present) }

    /// Shows the first item; there must be one.
    @inline(__always)
    func isFirst(_ condition: (borrowing StoreValue) -> Bool) -> Bool {
        queue.isFirst(condition)
    }

    @inline(__always)
    func append(_ item: consuming StoreValue) {
        queue.append(item)
    }

    /// Takes the first item; there must be one.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    func removeFirst() -> StoreValue {
        queue.removeFirst()
    }
}

/// The items of a ``TypedList`` at one moment, as a value that may leave the store.
final class TypedItems: ValueBox, @unchecked Sendable {
    private let part: ItemPart<StoreValue>

    init(_ part: ItemPart<StoreValue>) {
        self.part = part
        super.init()
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
