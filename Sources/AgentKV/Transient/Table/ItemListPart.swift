/// A list that is changed in place, as it was at one time.
///
/// It is read without the table's lock, so from the moment that there is one the storage guards its
/// items with a lock of its own: see ``ItemList/present()``.
@usableFromInline
final class ItemListPart: Sendable {
    private let storage: ItemStorage
    private let places: Range<Int>

    init(of storage: ItemStorage, places: Range<Int>) {
        self.storage = storage
        self.places = places
    }

    /// The items.
    ///
    /// They are copied in steps, between which the list can grow; a copy of the whole array would have
    /// the next append copy it once more.
    ///
    /// - Complexity: O(*n*).
    var items: [JSONValue] {
        var items: [JSONValue] = []
        items.reserveCapacity(places.count)
        while items.count < places.count {
            let next = places.dropFirst(items.count).prefix(256)
            storage.withGuardedItems { items += $0[next] }
        }
        return items
    }
}
