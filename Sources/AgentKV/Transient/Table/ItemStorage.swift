/// Where an ``ItemList`` keeps its items.
///
/// Changes that have been told refer to a part of it and read that without the table's lock. So once
/// ``isGuarded`` is set the items are changed under ``lock`` as well, and those that were there stay
/// what and where they are: to change them the list goes on in another storage.
final class ItemStorage: @unchecked Sendable {
    private(set) var items: [JSONValue]
    /// Whether somebody may read the items without the table's lock.
    var isGuarded = false
    private let lock = Lock(())

    init(_ items: [JSONValue]) {
        self.items = items
    }

    /// Appends, or takes back what has been appended and not been told.
    @inline(__always)
    func change(_ body: (inout [JSONValue]) -> Void) {
        if isGuarded {
            lock.withLock { _ in body(&items) }
        } else {
            body(&items)
        }
    }

    /// Releases items that have been taken, unless somebody may read them.
    func vacate(_ places: Range<Int>) {
        if isGuarded { return }
        for place in places { items[place] = .null }
    }

    /// Puts items into free places; nobody may read them yet.
    func put(_ new: [JSONValue], at place: Int) {
        for (offset, item) in new.enumerated() { items[place + offset] = item }
    }

    /// Drops what is before `start` and makes room instead, in another storage if somebody may read
    /// this one.
    func renew(_ storage: inout ItemStorage, from start: Int, room: Int) {
        if isGuarded {
            storage = ItemStorage(Array(repeating: .null, count: room) + items[start...])
        } else {
            items.replaceSubrange(..<start, with: repeatElement(.null, count: room))
        }
    }

    /// Shows the items to one that does not hold the table's lock.
    func withGuardedItems(_ body: ([JSONValue]) -> Void) {
        lock.withLock { _ in body(items) }
    }
}
