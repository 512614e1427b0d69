/// The messages that are lent.
extension TransactionQueue {
    func nextEvent() throws -> StoreInstant? {
        let expiry = try listRecord().waiting.earliestDeadline
        let lease = try backend.metadata(of: key, kind: QueueMetadata.lent, limit: 1)
            .first?.metadata.due
        return [expiry, lease].compactMap(\.self).min()
    }

    func lent(_ number: MessageNumber) throws -> LentMessage? {
        try backend.metadata(id(of: number))
            .map { try lentMessage($0) }
    }

    func setLent(_ number: MessageNumber, to message: LentMessage?) throws {
        guard let message else {
            try backend.setMetadata(id(of: number), to: nil)
            return
        }
        let record = try LentRecord(message, for: key, limits: limits)
        let value = try StoreValue(json: JSONValue(encoding: record))
        try backend.setMetadata(
            id(of: number),
            to: StoreMetadata(value: value, due: message.end)
        )
    }

    func endedLeases(at now: StoreInstant, limit: Int) throws -> [(MessageNumber, LentMessage)] {
        try backend.metadata(of: key, kind: QueueMetadata.lent, limit: limit)
            .prefix { $0.metadata.due.map { $0 <= now } ?? false }
            .compactMap { try numbered($0.name, $0.metadata) }
    }

    /// The messages that are lent, those whose lease ends first before the others.
    func allLent() throws -> [LentMessage] {
        try backend.metadata(of: key, kind: QueueMetadata.lent, limit: .max)
            .map { try lentMessage($0.metadata) }
    }

    func lentItems() throws -> [StoreValue] {
        let now = try now()
        return try allLent().filter { try isLive($0, at: now) }.map(\.item)
    }

    private func id(of number: MessageNumber) -> MetadataID {
        MetadataID(key: key, kind: QueueMetadata.lent, name: number.name)
    }

    private func lentMessage(_ metadata: StoreMetadata) throws -> LentMessage {
        try metadata.value.value(as: LentRecord.self, for: key, limits: limits).message
    }

    /// A message with its number; nil where it stands under another name than it has, so that it could
    /// not be taken off.
    private func numbered(
        _ name: String,
        _ metadata: StoreMetadata
    ) throws -> (MessageNumber, LentMessage)? {
        let message = try lentMessage(metadata)
        guard let number = message.info.number, number.name == name else { return nil }
        return (number, message)
    }
}

/// The lists that have been at the key.
extension TransactionQueue {
    func era() throws -> Int { try listRecord().eras.current }

    func listDeadline(of era: Int) throws -> StoreInstant? {
        let eras = try listRecord().eras
        if era != eras.current { return eras.deadline(ofEnded: era) }
        // The list went without a word, so its lifetime has ended.
        guard let entry = try backend.entryWithoutValue(key) else { return try now() }
        return try entry.remainingLifetime.flatMap { try now().advanced(by: $0) }
    }

    /// Notes that the list is about to go, and its deadline stays that of the messages lent from it.
    func listGoes(withLent isLending: Bool) throws {
        var record = try listRecord()
        guard isLending || record.isLent else { return try forgetWaiting() }
        let deadline = try listDeadline(of: record.eras.current)
        record.waiting = WaitingInfos()
        record.isLent = false
        record.eras.end(with: deadline, at: try now())
        try write(record)
    }

    /// Notes that there is going to be a list where none is: one that went without a word has expired.
    func listBegins() throws {
        if try listRecord().isLent { try listGoes(withLent: true) }
    }

    /// Notes that messages of the list that is there are lent.
    func noteLending() throws {
        var record = try listRecord()
        if record.isLent { return }
        record.isLent = true
        try write(record)
    }

    /// Forgets what is known of the messages that wait.
    func forgetWaiting() throws {
        var record = try listRecord()
        if record.waiting.entries.isEmpty { return }
        record.waiting = WaitingInfos()
        try write(record)
    }
}

/// What calls that are not of an inbox do to the queue at a key.
extension TransactionQueue {
    /// Keeps the queue right where somebody else is about to change the key.
    func prepare(for change: KeyChange) throws {
        switch change {
        case .replacement:
            try removeAll(QueueMetadata.lent)
            try write(ListRecord())
        case .deletion:
            for kind in [QueueMetadata.lent, QueueMetadata.id, QueueMetadata.ids] {
                try removeAll(kind)
            }
            try write(ListRecord())
        case .removal:
            try listGoes(withLent: false)
        case .creation:
            try listBegins()
        case .edit:
            if try !listRecord().waiting.entries.isEmpty { _ = try waiting() }
        case .lifetime(let ttl):
            var record = try listRecord()
            let deadline = try ttl.flatMap { try now().advanced(by: $0) }
            try record.eras.setDeadlineOfEnded(deadline, at: now())
            try write(record)
        case .lifetimeAtMost(let ttl):
            var record = try listRecord()
            if let deadline = try now().advanced(by: ttl) {
                record.eras.limitDeadlines(to: deadline)
            }
            try write(record)
        }
    }

    private func removeAll(_ kind: String) throws {
        for (name, _) in try backend.metadata(of: key, kind: kind, limit: .max) {
            try backend.setMetadata(MetadataID(key: key, kind: kind, name: name), to: nil)
        }
    }
}

/// A change of a key that does not come from its queue.
public enum KeyChange: Sendable, Hashable {
    /// The value is set or deleted, and with it all messages, also those that are lent.
    case replacement
    /// The key is deleted with all that is known of it, ids too.
    case deletion
    /// The value is taken by who handles its messages; those that are lent come back.
    case removal
    /// A list is made by appending to a key where there is none.
    case creation
    /// The value has been edited, which is told afterwards: messages that are still there stay what they
    /// are.
    case edit
    /// The lifetime is another from now on: of that length, or none.
    case lifetime(Duration?)
    /// The lifetime ends after that time, if it does not end sooner.
    case lifetimeAtMost(Duration)
}
