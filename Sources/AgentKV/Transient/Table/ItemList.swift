/// A list that is appended to in place, with the ids of its items at hand.
///
/// It belongs to one cell and is reached under the table's lock only. Readers get ``items`` as it
/// is; the next append copies it if one of them still holds it.
@usableFromInline
final class ItemList: @unchecked Sendable {
    /// The items, after `head` places that are free.
    private var stored: [JSONValue]
    private var head = 0
    /// The ids under the member that was last asked for, and how many items have each; made when
    /// first needed.
    private var known: (idKey: String, ids: [JSONValue: Int])?
    /// Counts what was taken from the beginning or put there: while it stays, so does the first item.
    private(set) var frontChanges = 0

    init(_ items: [JSONValue]) {
        stored = items
    }

    var count: Int { stored.count - head }

    var first: JSONValue? { count > 0 ? stored[head] : nil }

    /// All items.
    ///
    /// - Complexity: O(1); O(*n*) once after items were taken from the beginning.
    var items: [JSONValue] {
        if head > 0 { close(head) }
        return stored
    }

    /// Appends what is new to the list and returns how many items that were.
    ///
    /// - Complexity: O(*m*) in the items given, once the ids of the list are known.
    func append(_ addition: ListAddition) -> Int {
        let before = stored.count
        if let idKey = addition.idKey {
            know(idKey)
            for item in addition.items {
                guard let id = item.id(at: idKey), known?.ids[id] == nil else { continue }
                known?.ids[id] = 1
                stored.append(item)
            }
        } else {
            for item in addition.items { learn(item) }
            stored.append(contentsOf: addition.items)
        }
        return stored.count - before
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        stored.removeSubrange((head + count)...)
        known = nil
    }

    private func know(_ idKey: String) {
        if known?.idKey == idKey { return }
        known = (idKey, [:])
        for item in stored[head...] { learn(item) }
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
        let taken = Array(stored[head..<head + min(limit, count)])
        for (offset, item) in taken.enumerated() {
            stored[head + offset] = .null
            forget(item)
        }
        head += taken.count
        frontChanges &+= 1
        if head > 32, head > stored.count / 2 { close(head) }
        return taken
    }

    /// Puts items before the others.
    ///
    /// - Complexity: O(1) on average for each.
    func prepend(_ items: [JSONValue]) {
        if items.isEmpty { return }
        if head < items.count {
            // As much room again as there are items, so that it does not have to be made each time.
            let room = items.count - head + count
            stored.insert(contentsOf: repeatElement(.null, count: room), at: head)
            head += room
        }
        head -= items.count
        for (offset, item) in items.enumerated() {
            stored[head + offset] = item
            learn(item)
        }
        frontChanges &+= 1
    }

    /// Closes the gap before the first item.
    private func close(_ gap: Int) {
        stored.removeFirst(gap)
        head = 0
    }
}

extension StoreValue {
    /// Creates a list that a store in memory appends to in place.
    init(list items: [JSONValue]) {
        storage = .list(ItemList(items))
    }
}
