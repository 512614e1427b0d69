/// Lists that grow in place.
extension ExpiringTable {
    enum ListState {
        case absent
        case list(ItemList, CellNumber)
        /// Another value, which may turn out to be a list once it is JSON.
        case other(StoreValue, Revision)
    }

    mutating func list(at key: String, now: () -> Moment) -> ListState {
        // What is appended may need room, and what has expired by now goes first.
        if isBounded { _ = present(now) }
        let number = find(key, now: now)
        if number == .none { return .absent }
        let cell = cells[number]
        if case .list(let list) = cell.pointee.value.storage { return .list(list, number) }
        return .other(cell.pointee.value.detached, cell.pointee.revision)
    }

    /// Lets an array that was set as a value be appended to in place, unless it has been written
    /// since; what is stored stays the same.
    ///
    /// It exchanges `list` for the value in its former form.
    mutating func becomeList(_ key: String, at revision: Revision, _ list: inout StoreValue) {
        let number = locate(key).number
        if number == .none || cells[number].pointee.revision != revision { return }
        let cell = cells[number]
        journal?.append(.present(key, cell.pointee.state))
        if isBounded, case .list(let items) = list.storage { items.isEvictable = true }
        if let infos = cell.pointee.value.messageList?.infos { list.messageList?.infos = infos }
        swap(&cell.pointee.value, &list)
    }

    /// Appends to a list that is there; nil keeps the deadline it has.
    mutating func append(
        _ addition: ListAddition,
        besides lent: [JSONValue] = [],
        to list: ItemList,
        in number: CellNumber,
        deadline: Deadline?,
        event: MessageEvent? = nil
    ) throws(StoreError) {
        let cell = cells[number]
        if journal != nil {
            // The state is kept without the list: while the journal held its items, appending
            // would copy them.
            let state = EntryState(
                value: StoreValue(storage: .list(list)),
                revision: cell.pointee.revision,
                deadline: cell.pointee.deadline
            )
            journal?.append(.shorter(cell.pointee.key, count: list.count, state))
        }
        // Where nothing turns out to be new, the note of a change does no harm, except to a call
        // that would wait for it.
        let hadChanged = changes.hasChanged
        noteChange(of: number)
        let added = list.append(addition, besides: lent)
        if isBounded, added > 0 { try makeRoom(for: added, in: list, number) }
        if added > 0 {
            cell.pointee.revision = nextRevision()
            if !list.infos.isEmpty { noteMetadata(.list(ByteText(cell.pointee.key))) }
            tellSet(number, event)
        } else if let deadline, deadline != cell.pointee.deadline {
            tellLifetime(of: number, deadline)
        } else {
            changes.noteNothing(unless: hadChanged)
        }
        if let deadline { move(number, to: deadline) }
    }

    /// Makes a new list, unless there is nothing to put into it, and returns all of it.
    ///
    /// It leaves in `replaced` what was there, which was not live.
    mutating func makeList(
        _ key: String,
        _ items: [JSONValue],
        deadline: Deadline,
        now: () -> Moment,
        replaced: inout StoreValue
    ) throws(StoreError) -> [JSONValue] {
        try check(key)
        if items.isEmpty { return [] }
        replaced = StoreValue(list: items)
        let cost = bounds?.cost(of: key, replaced) ?? 1
        try set(key, to: &replaced, deadline: deadline, cost: cost, now: now)
        return items
    }
}
