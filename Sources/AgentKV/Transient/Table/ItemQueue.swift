/// Items that are added at the end and taken from the beginning, in one array with room at its front.
///
/// It belongs to a list of a table and is changed under the table's lock only. What it is at one
/// moment can be read later and without that lock, as an ``ItemPart``. From the moment that there is
/// one, the array is guarded by a lock of its own, and what was in it stays in its place: items that
/// are taken are left where they are, and where their places are needed the queue goes on with
/// another array.
struct ItemQueue<Item: Sendable> {
    private var array: SharedArray<Item>
    /// How many places at the front are free, or hold what has been taken.
    private var head = 0
    /// What stands in a free place.
    private let vacant: Item

    init(_ items: [Item], vacant: Item) {
        array = SharedArray(items)
        self.vacant = vacant
    }

    var count: Int { array.items.count - head }

    /// The item at a place; there must be one.
    subscript(place: Int) -> Item { array.items[head + place] }

    /// Shows the first item; there must be one.
    @inline(__always)
    func isFirst(_ condition: (borrowing Item) -> Bool) -> Bool {
        condition(array.items[head])
    }

    /// All items.
    ///
    /// - Complexity: O(1); O(*n*) once after items were taken.
    var all: [Item] {
        mutating get {
            if head > 0 { closeGap() }
            return array.items
        }
    }

    /// What the queue is now, to be read later.
    ///
    /// - Complexity: O(1).
    var present: ItemPart<Item> {
        array.isGuarded = true
        return ItemPart(of: array, from: head)
    }

    @inline(__always)
    mutating func append(_ item: consuming Item) {
        if array.isGuarded {
            let item = item
            array.lock.withLock { _ in array.items.append(item) }
        } else {
            array.items.append(item)
        }
    }

    /// Takes back what was appended since there were `count` items.
    ///
    /// No part shows them: what a transaction tells is told when it has succeeded.
    mutating func truncate(to count: Int) {
        array.lock.withLock { _ in array.items.removeSubrange((head + count)...) }
    }

    /// Takes the first item; there must be one.
    ///
    /// - Complexity: O(1) on average.
    @inline(__always)
    mutating func removeFirst() -> Item {
        var item = vacant
        if array.isGuarded {
            item = array.items[head]
        } else {
            swap(&item, &array.items[head])
        }
        head += 1
        if head >= 256, head > array.items.count / 2 { closeGap() }
        return item
    }

    /// Takes up to `limit` items off the beginning.
    ///
    /// - Complexity: O(1) on average for each.
    mutating func takeFirst(_ limit: Int) -> [Item] {
        var taken: [Item] = []
        for _ in 0..<min(max(limit, 0), count) { taken.append(removeFirst()) }
        return taken
    }

    /// Puts items before the others.
    ///
    /// - Complexity: O(1) on average for each; O(*n* + *m*) where a part has been read since.
    mutating func prepend(_ items: [Item]) {
        if array.isGuarded || head < items.count {
            // As much room again as there are items, so that it does not have to be made each time.
            let room = items.count + count
            var places = Array(repeating: vacant, count: room)
            places += array.items[head...]
            array = SharedArray(places)
            head = room
        }
        head -= items.count
        array.items.replaceSubrange(head..<head + items.count, with: items)
    }

    /// Closes the gap before the first item.
    private mutating func closeGap() {
        if array.isGuarded {
            array = SharedArray(Array(array.items[head...]))
        } else {
            array.items.removeFirst(head)
        }
        head = 0
    }
}

/// What an ``ItemQueue`` was at one moment, of which items may have been taken since, and to which
/// others may have been added.
final class ItemPart<Item: Sendable>: Sendable {
    private let array: SharedArray<Item>
    private let range: Range<Int>

    fileprivate init(of array: SharedArray<Item>, from head: Int) {
        self.array = array
        range = head..<array.items.count
    }

    var count: Int { range.count }

    /// The items.
    ///
    /// They are copied in steps, between which the queue can grow: while somebody held the whole
    /// array, the next append would copy it.
    ///
    /// - Complexity: O(*n*).
    var items: [Item] {
        var items: [Item] = []
        items.reserveCapacity(range.count)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 256) {
            let end = min(start + 256, range.upperBound)
            array.lock.withLock { _ in items += array.items[start..<end] }
        }
        return items
    }
}

/// An array that a queue changes and its parts read.
private final class SharedArray<Item: Sendable>: @unchecked Sendable {
    /// Unchecked, because the table's lock already orders the accesses, and this one's where there
    /// are parts.
    @exclusivity(unchecked)
    var items: [Item]
    /// Whether somebody may read the items without the table's lock.
    var isGuarded = false
    let lock = Lock(())

    init(_ items: [Item]) {
        self.items = items
    }
}
