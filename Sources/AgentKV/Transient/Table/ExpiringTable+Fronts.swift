/// The beginnings of lists: what came first is taken first.
extension ExpiringTable {
    /// Takes up to `limit` items off the beginning of a list; one that is taken whole goes with its
    /// key.
    mutating func takeFirst(
        _ limit: Int,
        of list: ItemList,
        in number: CellNumber
    ) -> [JSONValue] {
        if limit >= list.count {
            let items = list.items
            _ = remove(number, as: .popped)
            return items
        }
        let state = cells[number].pointee.state
        noteChange(of: number)
        let items = list.takeFirst(limit)
        list.isEvictable = false
        journal?.append(.front(cells[number].pointee.key, added: 0, taken: items, state))
        if isBounded { weigh(number, cost: bounds?.cost(of: number, without: items)) }
        cells[number].pointee.revision = nextRevision()
        tellSet(number)
        return items
    }

    /// Puts items before those of a list.
    mutating func prepend(_ items: [JSONValue], to list: ItemList, in number: CellNumber) {
        let cell = cells[number]
        journal?.append(
            .front(cell.pointee.key, added: items.count, taken: [], cell.pointee.state)
        )
        noteChange(of: number)
        list.prepend(items)
        list.isEvictable = false
        // They were in the store before, so there is room for them.
        if isBounded { weigh(number, cost: bounds?.cost(of: number, with: items)) }
        cell.pointee.revision = nextRevision()
        tellSet(number)
    }

    /// Makes a list of items that were in the store before: there is room for them.
    mutating func makeList(
        ofReturned items: [JSONValue],
        at key: String,
        now: () -> Moment
    ) throws(StoreError) {
        var list = StoreValue(list: items)
        try set(key, to: &list, deadline: .none, cost: nil, now: now)
    }
}
