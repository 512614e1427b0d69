/// A list that is changed in place, with the ids of its items at hand.
///
/// It belongs to one cell and is reached under the table's lock only. Readers get ``items`` as it
/// is; the next append copies it if one of them still holds it. Changes that are told hold a part of
/// it, see ``told``, which costs no copy.
@usableFromInline
final class ItemList: @unchecked Sendable {
    /// Unchecked as the rest, because the table's lock orders the accesses.
    @exclusivity(unchecked)
    private var queue: ItemQueue<JSONValue>
    /// The ids under the member that was last asked for, and how many items have each; made when
    /// first needed.
    @exclusivity(unchecked)
    private var known: (idKey: String, ids: [JSONValue: Int])?
    /// Whether a bounded store may evict it: it was set as an array, and nothing has been put into it
    /// or taken from it since.
    @exclusivity(unchecked)
    var isEvictable = false
    /// What is known of the items as messages.
    @exclusivity(unchecked)
    var infos = ItemInfos()
    /// How many items have come since a change told the list.
    @exclusivity(unchecked)
    private var untold: Int

    init(_ items: [JSONValue]) {
        queue = ItemQueue(items, vacant: .null)
        untold = items.count
    }

    var count: Int { queue.count }

    /// The item at an index.
    subscript(index: Int) -> JSONValue { queue[index] }

    /// All items.
    ///
    /// - Complexity: O(1); O(*n*) once after items were taken from the beginning.
    var items: [JSONValue] { queue.all }

    /// The list as a change tells it, which counts for what is new in it: the rest is in the changes
    /// before, or in the table.
    ///
    /// - Complexity: O(1).
    var told: ValueBox {
        let (count, new) = (count, min(untold, count))
        untold = 0
        var estimate = SizeEstimate()
        let bytes = estimate.bytes(ofAll: new) { $0.bytes(ofJSON: queue[count - new + $1]) }
        return ToldItems(queue.present, bytes: bytes)
    }

    /// Appends what is new to the list and returns how many items that were.
    ///
    /// The ids of items that are lent count as if those were in the list.
    ///
    /// - Complexity: O(*m*) in the items given, once the ids of the list are known.
    func append(_ addition: ListAddition, besides lent: [JSONValue] = []) -> Int {
        let before = count
        if let idKey = addition.idKey {
            know(idKey)
            let lentIDs = Set(lent.compactMap { $0.id(at: idKey) })
            for item in addition.items {
                guard let id = item.id(at: idKey), known?.ids[id] == nil, !lentIDs.contains(id)
                else { continue }
                known?.ids[id] = 1
                queue.append(item)
            }
        } else {
            for item in addition.items {
                learn(item)
                queue.append(item)
            }
        }
        untold += count - before
        return count - before
    }

    /// Takes back what was appended since there were `count` items.
    func truncate(to count: Int) {
        untold = max(untold - (self.count - count), 0)
        queue.truncate(to: count)
        infos.truncate(to: count)
        known = nil
    }

    /// Takes up to `limit` items off the beginning.
    ///
    /// - Complexity: O(1) on average for each.
    func takeFirst(_ limit: Int) -> [JSONValue] {
        let taken = queue.takeFirst(limit)
        for item in taken { forget(item) }
        return taken
    }

    /// Puts items before the others.
    ///
    /// - Complexity: O(1) on average for each.
    func prepend(_ items: [JSONValue]) {
        if items.isEmpty { return }
        queue.prepend(items)
        for item in items { learn(item) }
    }

    private func know(_ idKey: String) {
        if known?.idKey == idKey { return }
        known = (idKey, [:])
        for place in 0..<count { learn(queue[place]) }
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

extension StoreValue {
    /// Creates a list that a store in memory changes in place.
    init(list items: [JSONValue]) {
        storage = .list(ItemList(items))
    }
}

/// The items of an ``ItemList`` at one moment, as a value that leaves the store.
private final class ToldItems: ValueBox, @unchecked Sendable {
    private let part: ItemPart<JSONValue>
    private let bytes: Int

    init(_ part: ItemPart<JSONValue>, bytes: Int) {
        self.part = part
        self.bytes = bytes
        super.init()
    }

    override var knownBytes: Int? { bytes }

    override func json(maximumDepth: Int) throws -> JSONValue { .array(part.items) }
}
