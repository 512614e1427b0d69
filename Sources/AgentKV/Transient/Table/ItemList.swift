/// A list that is appended to in place, with the ids of its items at hand.
///
/// It belongs to one cell and is reached under the table's lock only. Readers get ``items`` as it
/// is; the next append copies it if one of them still holds it.
@usableFromInline
final class ItemList: @unchecked Sendable {
    private(set) var items: [JSONValue]
    /// The ids under the member that was last asked for; made when first needed.
    private var known: (idKey: String, ids: Set<JSONValue>)?

    init(_ items: [JSONValue]) {
        self.items = items
    }

    /// Appends what is new to the list and returns how many items that were.
    ///
    /// - Complexity: O(*m*) in the items given, once the ids of the list are known.
    func append(_ addition: ListAddition) -> Int {
        let before = items.count
        if let idKey = addition.idKey {
            know(idKey)
            for item in addition.items {
                guard let id = item.id(at: idKey), known?.ids.insert(id).inserted == true else {
                    continue
                }
                items.append(item)
            }
        } else {
            if let idKey = known?.idKey {
                for item in addition.items {
                    if let id = item.id(at: idKey) { known?.ids.insert(id) }
                }
            }
            items.append(contentsOf: addition.items)
        }
        return items.count - before
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        items.removeSubrange(count...)
        known = nil
    }

    private func know(_ idKey: String) {
        if known?.idKey != idKey {
            known = (idKey, Set(items.compactMap { $0.id(at: idKey) }))
        }
    }
}

extension StoreValue {
    /// Creates a list that a store in memory appends to in place.
    init(list items: [JSONValue]) {
        storage = .list(ItemList(items))
    }
}
