/// A list of items in the types they were sent in: what an inbox in memory fills and empties.
///
/// It belongs to one cell and is reached under the table's lock only. It becomes an ``ItemList``
/// when somebody changes it as a list of JSON, and JSON when somebody reads it.
@usableFromInline
final class TypedList: @unchecked Sendable {
    /// The items, after `head` places that are free.
    private var stored: [StoreValue]
    private var head = 0

    init(_ items: [StoreValue]) {
        stored = items
    }

    var count: Int { stored.count - head }

    /// The items as they are now.
    ///
    /// - Complexity: O(1); the next change copies them while somebody holds them.
    var snapshot: TypedItems { TypedItems(stored, from: head) }

    /// Shows the first item; there must be one.
    @inline(__always)
    func isFirst(_ condition: (borrowing StoreValue) -> Bool) -> Bool {
        condition(stored[head])
    }

    @inline(__always)
    func append(_ item: consuming StoreValue) {
        stored.append(item)
    }

    /// Takes the first item; there must be one.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    func removeFirst() -> StoreValue {
        var item = StoreValue.vacant
        swap(&item, &stored[head])
        head += 1
        if head >= 256, head > stored.count / 2 {
            stored.removeFirst(head)
            head = 0
        }
        return item
    }
}

/// The items of a ``TypedList`` at one moment, as a value that may leave the store.
final class TypedItems: ValueBox, @unchecked Sendable {
    let items: ArraySlice<StoreValue>

    init(_ items: [StoreValue], from head: Int) {
        self.items = items[head...]
        super.init()
    }

    override func json(maximumDepth: Int) throws -> JSONValue {
        // The items of a list may be as deep as a value by itself.
        .array(try items.map { try $0.json(maximumDepth: maximumDepth) })
    }
}
