/// A list that is changed in place at both ends, with the ids of its items at hand.
///
/// It belongs to one cell and is reached under the table's lock only. Readers get ``items`` as it
/// is; the next change copies it if one of them still holds it.
@usableFromInline
final class ItemList: @unchecked Sendable {
    /// The items, after `head` places whose items have been taken.
    private var storage: ItemStorage
    private var head = 0
    /// The ids under the member that was last asked for, and how many items have each; made when
    /// first needed.
    private var known: (idKey: String, ids: [JSONValue: Int])?

    init(_ items: [JSONValue]) {
        storage = ItemStorage(items)
    }

    var count: Int { storage.items.count - head }

    /// All items.
    ///
    /// - Complexity: O(1); O(*n*) once after items were taken from the beginning.
    var items: [JSONValue] {
        if head > 0 { renew(room: 0) }
        return storage.items
    }

    /// The list as it is now, to be read later and without the table's lock.
    ///
    /// - Complexity: O(1).
    func present() -> ItemListPart {
        storage.isGuarded = true
        return ItemListPart(of: storage, places: head..<storage.items.count)
    }

    /// Appends what is new to the list and returns how many items that were.
    ///
    /// - Complexity: O(*m*) in the items given, once the ids of the list are known.
    func append(_ addition: ListAddition) -> Int {
        let before = storage.items.count
        if let idKey = addition.idKey {
            know(idKey)
            for item in addition.items {
                guard let id = item.id(at: idKey), known?.ids[id] == nil else { continue }
                known?.ids[id] = 1
                storage.change { $0.append(item) }
            }
        } else {
            for item in addition.items { learn(item) }
            storage.change { $0.append(contentsOf: addition.items) }
        }
        return storage.items.count - before
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        storage.change { [head] in $0.removeSubrange((head + count)...) }
        known = nil
    }

    private func know(_ idKey: String) {
        if known?.idKey == idKey { return }
        known = (idKey, [:])
        for item in storage.items[head...] { learn(item) }
    }

    private func learn(_ item: JSONValue) {
        guard let idKey = known?.idKey, let id = item.id(at: idKey) else { return }
        known?.ids[id, default: 0] += 1
    }

    private func forget(_ item: JSONValue) {
        guard let idKey = known?.idKey, let id = item.id(at: idKey) else { return }
        if let count = known?.ids[id] { known?.ids[id] = count > 1 ? count - 1 : nil }
    }
}

/// The beginning of the list.
extension ItemList {
    /// Takes up to `limit` items off the beginning.
    ///
    /// - Complexity: O(1) on average for each.
    func takeFirst(_ limit: Int) -> [JSONValue] {
        guard limit > 0, count > 0 else { return [] }
        let taken = Array(storage.items[head..<head + min(limit, count)])
        for item in taken { forget(item) }
        storage.vacate(head..<head + taken.count)
        head += taken.count
        if head > 32, head > storage.items.count / 2 { renew(room: 0) }
        return taken
    }

    /// Puts items before the others.
    ///
    /// - Complexity: O(1) on average for each; O(*n*) while changes of the list are told.
    func prepend(_ items: [JSONValue]) {
        if items.isEmpty { return }
        if head < items.count || storage.isGuarded {
            // As much room again as there are items, so that it does not have to be made each time.
            renew(room: items.count + count)
        }
        head -= items.count
        storage.put(items, at: head)
        for item in items { learn(item) }
    }

    /// Goes on in a storage with that many free places before the first item.
    private func renew(room: Int) {
        storage.renew(&storage, from: head, room: room)
        head = room
    }
}

extension StoreValue {
    /// Creates a list that a store in memory appends to in place.
    init(list items: [JSONValue]) {
        storage = .list(ItemList(items))
    }
}
