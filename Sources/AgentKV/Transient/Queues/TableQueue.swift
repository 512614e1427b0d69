/// The queue at a key of a table.
struct TableQueue: MessageQueue {
    private let backend: TableTransaction
    let key: String

    init(_ backend: TableTransaction, key: String) {
        self.backend = backend
        self.key = key
    }

    private var table: UnsafeMutablePointer<ExpiringTable> { backend.table }

    private var book: QueueBook? { table.pointee.queues.book(of: key) }

    var limits: StoreLimits { backend.limits }

    func now() -> StoreInstant {
        table.pointee.instant(table.pointee.present(backend.now))
    }

    func queue(at key: String) -> any MessageQueue { backend.queue(at: key) }

    func numberBase() -> Int64 { table.pointee.revision.rawValue }

    func publishAcknowledged() { backend.publish(.acknowledged, of: key) }
}

/// The messages that wait.
extension TableQueue {
    func waitingCount() throws -> Int { try list()?.list.count ?? 0 }

    func firstWaiting(_ limit: Int, are fits: (borrowing StoreValue) -> Bool) throws -> Bool {
        guard let list = try list()?.list else { return true }
        for index in 0..<min(limit, list.count) where !fits(list.item(at: index)) { return false }
        return true
    }

    func firstWaiting(_ limit: Int) throws -> [QueuedMessage] {
        try list()?.list.messages(limit) ?? []
    }

    func takeFirst(_ limit: Int, as event: MessageEvent) throws -> [QueuedMessage] {
        guard limit > 0, let (list, number) = try listIfAny() else { return [] }
        if limit >= list.count, event == .lent || book.map({ $0.lentOfPresentList > 0 }) == true {
            table.pointee.endEra(of: key, now: backend.now)
        }
        return table.pointee.takeFirst(limit, of: list, in: number, as: event)
    }

    func take(at place: Int, as event: MessageEvent) throws -> QueuedMessage {
        guard let (list, number) = try list(), list.count > 1 else {
            return try takeFirst(1, as: event)[0]
        }
        var messages = list.messages(.max)
        let taken = messages.remove(at: place)
        table.pointee.replace(with: messages, in: number, as: event)
        return taken
    }

    func append(_ messages: [QueuedMessage], as event: MessageEvent) throws {
        if table.pointee.isClosed { throw StoreError.closed }
        if table.pointee.isBounded { return try appendBounded(messages, as: event) }
        guard let (list, number) = try list() else {
            return try table.pointee.makeList(
                of: messages,
                at: key,
                cost: 1,
                as: event,
                now: backend.now
            )
        }
        guard messages.allSatisfy({ list.canHold($0.item) }) else {
            let encoded = try messages.map(backend.encoded)
            return table.pointee.append(encoded, to: list, in: number, as: event)
        }
        table.pointee.append(messages, to: list, in: number, as: event)
    }

    /// Appends where room has to be made, which is counted in JSON.
    private func appendBounded(_ messages: [QueuedMessage], as event: MessageEvent) throws {
        let messages = try messages.map(backend.encoded)
        guard let (list, number) = try list() else {
            let cost = table.pointee.bounds?.cost(of: key, StoreValue(messages: messages)) ?? 1
            return try table.pointee.makeList(
                of: messages,
                at: key,
                cost: cost,
                as: event,
                now: backend.now
            )
        }
        let items = ListAddition(
            checked: try messages.map { try $0.item.json(for: key, limits: limits) }
        )
        guard let list = list as? ItemList else {
            let all = try (list.messages(.max) + messages).map(backend.encoded)
            return table.pointee.replace(with: all, in: number, as: event)
        }
        let count = list.count
        try table.pointee.append(items, to: list, in: number, deadline: nil, event: event)
        list.infos.append(messages.map(\.info), after: count)
        table.pointee.noteList(list, of: key)
    }

    func putBack(_ messages: [QueuedMessage], listDeadline: StoreInstant?) throws {
        guard let (list, number) = try list() else {
            return try table.pointee.makeList(
                of: messages.merged(before: []),
                at: key,
                deadline: listDeadline.map { Deadline(table.pointee.moment($0)) } ?? .none,
                cost: nil,
                as: .returned,
                now: backend.now
            )
        }
        table.pointee.putBack(messages, to: list, in: number)
    }

    func removeExpired(at now: StoreInstant) throws {
        guard let (list, number) = try listIfAny(), let first = list.infos.earliestDeadline,
            first <= now
        else { return }
        var expired = 0
        while expired < list.count, let deadline = list.infos[expired].deadline, deadline <= now {
            expired += 1
        }
        if expired == list.count {
            if book.map({ $0.lentOfPresentList > 0 }) == true {
                table.pointee.endEra(of: key, now: backend.now)
            }
            _ = table.pointee.takeFirst(expired, of: list, in: number, as: nil)
            return
        }
        if expired > 0 { _ = table.pointee.takeFirst(expired, of: list, in: number, as: nil) }
        guard let next = list.infos.earliestDeadline, next <= now else { return }
        let left = list.messages(.max).filter { $0.info.deadline.map { now < $0 } ?? true }
        table.pointee.replace(with: left, in: number, as: nil)
    }

    /// The list at the key; nil if there is nothing.
    private func list() throws -> (list: any MessageList, number: CellNumber)? {
        try backend.messages(at: key)
    }

    /// The same, nil also for another value.
    private func listIfAny() throws -> (list: any MessageList, number: CellNumber)? {
        do {
            return try list()
        } catch StoreError.notAList {
            return nil
        }
    }
}

/// The messages that are lent.
extension TableQueue {
    func nextEvent() throws -> StoreInstant? {
        let expiry = try listIfAny()?.list.infos.earliestDeadline
        let lease = book?.firstLease?.moment
        return [expiry, lease].compactMap(\.self).min()
    }

    func lent(_ number: MessageNumber) -> LentMessage? { book?.lent[number] }

    func setLent(_ number: MessageNumber, to message: LentMessage?) {
        table.pointee.setLent(number, to: message, at: key)
    }

    func endedLeases(at now: StoreInstant, limit: Int) -> [(MessageNumber, LentMessage)] {
        book?.endedLeases(at: now, limit: limit) ?? []
    }

    func lentItems() throws -> [StoreValue] {
        let now = now()
        return try book?.lent.values.filter { try isLive($0, at: now) }.map(\.item) ?? []
    }

    func era() -> Int { book?.eras.current ?? 0 }

    func listDeadline(of era: Int) -> StoreInstant? {
        table.pointee.listDeadline(of: era, at: key, table.pointee.present(backend.now))
    }
}

/// The ids that are remembered.
extension TableQueue {
    func remembers(_ id: String) -> Bool {
        guard let end = book?.ids[ByteText(id)] else { return false }
        return now() < end
    }

    func remember(_ id: String, until end: StoreInstant?, maximum: Int) {
        table.pointee.setID(id, until: end ?? .never, at: key)
        while let book, book.ids.count > maximum, let first = book.firstID {
            table.pointee.setID(first.subject, until: nil, at: key)
        }
    }

    func forget(_ id: String) {
        if book?.ids[ByteText(id)] != nil { table.pointee.setID(id, until: nil, at: key) }
    }
}
