/// A list that grows in place, as it was at one time: its first items, of which there may be more by
/// now.
///
/// It is read without the table's lock, so from the moment that there is one the list guards its items
/// with a lock of their own: see ``ItemList/present()``.
@usableFromInline
final class ItemListPart: Sendable {
    private let list: ItemList
    private let count: Int

    fileprivate init(of list: ItemList, count: Int) {
        self.list = list
        self.count = count
    }

    /// The items.
    ///
    /// They are copied in steps, between which the list can grow; a copy of the whole array would have
    /// the next append copy it once more.
    ///
    /// - Complexity: O(*n*).
    var items: [JSONValue] {
        var items: [JSONValue] = []
        items.reserveCapacity(count)
        while items.count < count {
            let next = items.count..<min(items.count + 256, count)
            list.withGuardedItems { items += $0[next] }
        }
        return items
    }
}

extension ItemList {
    /// The list as it is now, to be read later and without the table's lock.
    ///
    /// - Complexity: O(1).
    func present() -> ItemListPart {
        isGuarded = true
        return ItemListPart(of: self, count: items.count)
    }
}
