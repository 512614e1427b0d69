/// Messages in the lists of a table.
extension ExpiringTable {
    /// What is at the key of a queue.
    enum MessagesState {
        case absent
        case list(any MessageList, CellNumber)
        /// Another value, which may turn out to be a list once it is JSON.
        case other(StoreValue, Revision)
    }

    mutating func messages(at key: String, now: () -> Moment) -> MessagesState {
        let number = find(key, now: now)
        if number == .none { return .absent }
        let cell = cells[number]
        if let list = cell.pointee.value.messageList { return .list(list, number) }
        return .other(cell.pointee.value.detached, cell.pointee.revision)
    }

    /// Takes up to `limit` messages off the beginning of a list; one that is taken whole goes with its
    /// key.
    mutating func takeFirst(
        _ limit: Int,
        of list: any MessageList,
        in number: CellNumber,
        as event: MessageEvent?
    ) -> [QueuedMessage] {
        if limit >= list.count {
            let messages = list.messages(.max)
            let remains = remove(number, as: event == nil ? .expired : .popped, event)
            if journal == nil { spent.append(remains) }
            return messages
        }
        let state = cells[number].pointee.state
        noteChange(of: number)
        if changes.isKept { noteListGoing(number) }
        let taken = list.takeMessages(limit)
        list.isEvictable = false
        journal?.append(.front(cells[number].pointee.key, added: 0, taken: taken, state))
        publish(list, in: number, as: event, without: taken)
        return taken
    }

    /// Puts messages with numbers back into a list: see ``MessageQueue/putBack(_:listDeadline:)``.
    mutating func putBack(
        _ messages: [QueuedMessage],
        to list: any MessageList,
        in number: CellNumber
    ) {
        if !messages.allSatisfy({ list.canHold($0.item) }) {
            let typed = become(TypedList(messages: list.messages(.max)), in: number)
            return putBack(messages, to: typed, in: number)
        }
        let cell = cells[number]
        noteChange(of: number)
        if changes.isKept { noteListGoing(number) }
        var numbered = 0
        while numbered < list.count, list.infos[numbered].number != nil { numbered += 1 }
        let state = cell.pointee.state
        let older = list.takeMessages(numbered)
        let merged = messages.merged(before: older)
        list.prependMessages(merged)
        list.isEvictable = false
        journal?.append(.front(cell.pointee.key, added: merged.count, taken: older, state))
        publish(list, in: number, as: .returned, with: messages)
    }

    /// Puts messages behind those of a list that can hold them.
    mutating func append(
        _ messages: [QueuedMessage],
        to list: any MessageList,
        in number: CellNumber,
        as event: MessageEvent
    ) {
        let cell = cells[number]
        let state = cell.pointee.state
        journal?.append(.shorter(cell.pointee.key, count: list.count, state))
        noteChange(of: number)
        list.appendMessages(messages)
        list.isEvictable = false
        publish(list, in: number, as: event, with: messages)
    }

    /// Makes a list of messages at a key where nothing is.
    mutating func makeList(
        of messages: [QueuedMessage],
        at key: String,
        deadline: Deadline = .none,
        cost: Int?,
        as event: MessageEvent,
        now: () -> Moment
    ) throws(StoreError) {
        prepare(for: .creation, of: key, now: now)
        var value = StoreValue(messages: messages)
        try write(key, deadline: deadline, cost: cost, event: event, now: now) { swap(&$0, &value) }
        let number = locate(key).number
        if let list = cells[number].pointee.value.messageList, !list.infos.isEmpty {
            noteMetadata(.list(ByteText(key)))
            registerExpiry(of: list, at: key)
        }
    }

    /// Makes a list of other messages of the list in a cell.
    mutating func replace(
        with messages: [QueuedMessage],
        in number: CellNumber,
        as event: MessageEvent?
    ) {
        noteChange(of: number)
        if changes.isKept { noteListGoing(number) }
        guard let list = become(StoreValue(messages: messages), in: number) else { return }
        if isBounded { weigh(number) }
        publish(list, in: number, as: event)
    }

    /// Puts a list into a cell in place of the value there, which is the same in another form.
    @discardableResult
    private mutating func become(
        _ list: StoreValue,
        in number: CellNumber
    ) -> (any MessageList)? {
        let cell = cells[number]
        if journal != nil {
            journal?.append(.present(cell.pointee.key, cell.pointee.state))
        } else {
            spent.append(Remains(key: "", value: cell.pointee.value))
        }
        cell.pointee.value = list
        return list.messageList
    }

    private mutating func become(
        _ list: TypedList,
        in number: CellNumber
    ) -> any MessageList {
        _ = become(list.stored, in: number)
        return list
    }

    /// Publishes that a list has changed, which is a write.
    private mutating func publish(
        _ list: any MessageList,
        in number: CellNumber,
        as event: MessageEvent?,
        with added: [QueuedMessage] = [],
        without taken: [QueuedMessage] = []
    ) {
        let cell = cells[number]
        if isBounded, !added.isEmpty || !taken.isEmpty {
            weigh(number, cost: bounds?.cost(of: number, with: added, without: taken))
        }
        cell.pointee.revision = nextRevision()
        noteList(list, of: cell.pointee.key)
        tellSet(number, event)
    }

    /// Notes what is known of the messages of a list that has changed.
    mutating func noteList(_ list: any MessageList, of key: String) {
        if list.infos.isEmpty { return }
        noteMetadata(.list(ByteText(key)))
        registerExpiry(of: list, at: key)
    }

    /// Notes that what is known of the messages of the list in a cell, if it is one, is about to change.
    mutating func noteListGoing(_ number: CellNumber) {
        let cell = cells[number]
        if let list = cell.pointee.value.messageList, !list.infos.isEmpty {
            noteMetadata(.list(ByteText(cell.pointee.key)))
        }
    }
}

extension TypedList {
    convenience init(messages: [QueuedMessage]) {
        self.init(messages.map(\.item))
        infos.append(messages.map(\.info), after: 0)
    }
}
