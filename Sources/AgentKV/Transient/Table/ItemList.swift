/// A list that is appended to in place, with the ids of its items at hand.
///
/// It belongs to one cell and is reached under the table's lock only. Readers get ``items`` as it
/// is; the next append copies it if one of them still holds it.
///
/// Changes that have been told refer to its first items (``present()``) and read them without the
/// table's lock. So once ``isGuarded`` is set the items are changed under ``lock`` as well, and those
/// that were there stay where they are: a list from whose front items are taken has to leave them in
/// place, or to go on as another `ItemList`.
@usableFromInline
final class ItemList: @unchecked Sendable {
    private(set) var items: [JSONValue]
    /// Whether somebody may read the items without the table's lock.
    var isGuarded = false
    private let lock = Lock(())
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
                change { $0.append(item) }
            }
        } else {
            if let idKey = known?.idKey {
                for item in addition.items {
                    if let id = item.id(at: idKey) { known?.ids.insert(id) }
                }
            }
            change { $0.append(contentsOf: addition.items) }
        }
        return items.count - before
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        change { $0.removeSubrange(count...) }
        known = nil
    }

    /// Shows the items to one that does not hold the table's lock.
    func withGuardedItems(_ body: ([JSONValue]) -> Void) {
        lock.withLock { _ in body(items) }
    }

    private func change(_ body: (inout [JSONValue]) -> Void) {
        if isGuarded {
            lock.withLock { _ in body(&items) }
        } else {
            body(&items)
        }
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
