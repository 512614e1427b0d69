/// A queue on a backend that keeps metadata: what every store has that does not do it faster.
///
/// The messages that wait are the list at the key. What is known of them stands beside it with the
/// revision of the list that it is of; where somebody else has changed the list since, the messages
/// are found again by their place, and else in their order.
final class TransactionQueue: MessageQueue {
    let backend: any MetadataBackend
    let key: String
    private var record: ListRecord?

    init(_ backend: any MetadataBackend, key: String) {
        self.backend = backend
        self.key = key
    }

    var limits: StoreLimits { backend.limits }

    func now() throws -> StoreInstant { backend.instant }

    func queue(at key: String) throws -> any MessageQueue { try backend.queue(at: key) }

    func numberBase() throws -> Int64 { try backend.lastRevision().rawValue }

    func publishAcknowledged() throws { try backend.publish(.acknowledged, of: key) }
}

/// What is written down of the list.
extension TransactionQueue {
    /// What is known of the list, as it was written down.
    func listRecord() throws -> ListRecord {
        if let record { return record }
        let found = try backend.metadata(MetadataID(key: key, kind: QueueMetadata.list))?.value
            .value(as: ListRecord.self, for: key, limits: limits)
        record = found ?? ListRecord()
        return found ?? ListRecord()
    }

    /// Writes what is known of the list, which may be needed no longer from `start` on, or from now on.
    func write(_ new: ListRecord, neededUntil start: StoreInstant? = nil) throws {
        let isKnown = try !listRecord().isEmpty
        record = new
        if new.isEmpty, !isKnown { return }
        try backend.setMetadata(
            MetadataID(key: key, kind: QueueMetadata.list),
            to: new.isEmpty
                ? nil
                : StoreMetadata(
                    value: StoreValue(json: try JSONValue(encoding: new)),
                    due: new.waiting.earliestDeadline
                        ?? (start ?? now()).advanced(by: Self.rest)
                )
        )
    }

    /// After how long it is looked whether what is written down of a list is still needed.
    private static var rest: Duration { .seconds(3_600) }

    /// The messages that wait, with what is known of them.
    func waiting() throws -> [QueuedMessage] {
        guard let entry = try backend.entry(key) else { return [] }
        let items = try items(of: entry.value)
        var record = try listRecord()
        if !record.waiting.entries.isEmpty, record.waiting.revision != entry.revision.rawValue {
            record.waiting.realign(with: items, at: entry.revision.rawValue)
            try write(record)
        }
        return zip(items, record.waiting.infos(of: items.count)).map { item, info in
            QueuedMessage(item: StoreValue(json: item), info: info)
        }
    }

    private func items(of value: StoreValue) throws -> [JSONValue] {
        guard case .array(let items) = try value.json(for: key, limits: limits) else {
            throw StoreError.notAList(
                key: key,
                reason: "an inbox is a list of messages, and another value is stored"
            )
        }
        return items
    }

    /// Writes the messages that wait.
    private func setWaiting(_ messages: [QueuedMessage], as event: MessageEvent?) throws {
        let list = try messages.map { try $0.item.json(for: key, limits: limits) }
        let revision = try backend.edit(key, to: StoreValue(json: .array(list)), event)
        var record = try listRecord()
        if record.waiting.entries.isEmpty, messages.allSatisfy(\.info.isEmpty) { return }
        record.waiting = WaitingInfos(
            revision: revision.rawValue,
            messages: messages,
            limits: limits
        )
        try write(record)
    }
}

/// The messages that wait.
extension TransactionQueue {
    func waitingCount() throws -> Int { try waiting().count }

    func firstWaiting(_ limit: Int) throws -> [QueuedMessage] {
        Array(try waiting().prefix(max(limit, 0)))
    }

    func firstWaiting(_ limit: Int, are fits: (borrowing StoreValue) -> Bool) throws -> Bool {
        for message in try firstWaiting(limit) where !fits(message.item) { return false }
        return true
    }

    func takeFirst(_ limit: Int, as event: MessageEvent) throws -> [QueuedMessage] {
        let all: [QueuedMessage]
        do {
            all = try waiting()
        } catch StoreError.notAList {
            return []
        }
        let taken = Array(all.prefix(max(limit, 0)))
        if taken.isEmpty { return [] }
        if taken.count < all.count {
            try setWaiting(Array(all.dropFirst(taken.count)), as: event)
            if event == .lent { try noteLending() }
        } else {
            try listGoes(withLent: event == .lent)
            _ = try backend.remove(key, as: .popped, event)
        }
        return taken
    }

    func take(at place: Int, as event: MessageEvent) throws -> QueuedMessage {
        var all = try waiting()
        if all.count == 1 { return try takeFirst(1, as: event)[0] }
        let taken = all.remove(at: place)
        try setWaiting(all, as: event)
        return taken
    }

    func append(_ messages: [QueuedMessage], as event: MessageEvent) throws {
        if try backend.entryWithoutValue(key) == nil { try listBegins() }
        try setWaiting(try waiting() + messages, as: event)
    }

    func putBack(_ messages: [QueuedMessage], listDeadline: StoreInstant?) throws {
        let isThere = try backend.entryWithoutValue(key) != nil
        if !isThere { try listBegins() }
        let all = try waiting()
        try setWaiting(messages.merged(before: all), as: .returned)
        if !isThere, let listDeadline {
            _ = try backend.setLifetime(key, to: now().duration(to: listDeadline))
        }
    }

    func removeExpired(at now: StoreInstant) throws {
        guard let first = try listRecord().waiting.earliestDeadline, first <= now,
            try backend.entryWithoutValue(key) != nil
        else { return }
        let all = try waiting()
        let left = all.filter { $0.info.deadline.map { now < $0 } ?? true }
        if left.count == all.count { return }
        if left.isEmpty {
            try listGoes(withLent: false)
            _ = try backend.remove(key, as: .expired, nil)
        } else {
            try setWaiting(left, as: nil)
        }
    }
}
