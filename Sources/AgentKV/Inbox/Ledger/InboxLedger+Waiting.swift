/// The messages that wait.
extension InboxLedger {
    /// Puts messages behind the others.
    mutating func append(_ items: [JSONValue], ttl: Duration?) throws {
        if items.isEmpty { return }
        try align()
        try dropExpired(items.count * 2)
        let count = try tx.appendItems(items, to: key)
        let revision = try tx.backend.lastRevision().rawValue
        if state.noted > 0 || ttl != nil { state.revision = revision }
        guard let ttl else { return }
        let place = state.first + Int64(count - items.count)
        for (index, item) in items.enumerated() {
            let life = "\(revision).\(index)"
            try tx.setNote(InboxNote.live(life), of: key, to: StoreValue(true), ttl: ttl)
            try note(QueuedMessage(item: item, life: life), at: place + Int64(index))
        }
    }

    /// Puts messages before the others.
    mutating func putFirst(_ messages: [QueuedMessage]) throws {
        if messages.isEmpty { return }
        try tx.prepend(messages.map(\.item), to: key)
        state.revision = try tx.backend.lastRevision().rawValue
        state.first -= Int64(messages.count)
        for (index, message) in messages.enumerated() where message.isNoted {
            try note(message, at: state.first + Int64(index))
        }
    }

    /// Takes up to `limit` messages off the beginning that have not expired.
    mutating func take(_ limit: Int) throws -> [QueuedMessage] {
        try align()
        var taken: [QueuedMessage] = []
        while taken.count < limit {
            let found = try takeFirst(limit - taken.count)
            if found.count == 0 { break }
            taken += found.live
        }
        if taken.isEmpty { try checkList() }
        return taken
    }

    /// Takes items off the list, and what is noted of them.
    mutating func takeFirst(_ limit: Int) throws -> (count: Int, live: [QueuedMessage]) {
        let items = try tx.takeFirst(limit, from: key)
        if items.isEmpty { return (0, []) }
        let hadNotes = state.noted > 0
        try noteRevision()
        var live: [QueuedMessage] = []
        for item in items {
            if let message = try claim(item) { live.append(message) }
            if hadNotes { state.first += 1 }
        }
        return (items.count, live)
    }

    /// Takes up to `limit` messages off the beginning that have expired.
    ///
    /// So an inbox that nobody takes from holds no more than what was sent within a lifetime.
    private mutating func dropExpired(_ limit: Int) throws {
        var count = 0
        while state.noted > count, count < limit,
            let message = try noted(at: state.first + Int64(count)), try !isLive(message)
        {
            count += 1
        }
        // Where the notes are of others, the messages have not expired.
        if count > 0 { try putFirst(takeFirst(count).live) }
    }

    /// What is noted at a place.
    func noted(at place: Int64) throws -> QueuedMessage? {
        try tx.note(InboxNote.waiting(place), of: key)?.value
            .value(as: QueuedMessage.self, for: key, limits: tx.limits)
    }

    /// Whether a message has not expired.
    func isLive(_ message: QueuedMessage) throws -> Bool {
        guard let life = message.life else { return true }
        return try tx.note(InboxNote.live(life), of: key) != nil
    }

    private mutating func note(_ message: QueuedMessage, at place: Int64) throws {
        try tx.setNote(InboxNote.waiting(place), of: key, to: StoreValue(message))
        state.noted += 1
    }

    /// The first message, which has been taken off the list; nil if it has expired.
    private mutating func claim(_ item: JSONValue) throws -> QueuedMessage? {
        guard state.noted > 0, let message = try noted(at: state.first) else {
            return QueuedMessage(item: item)
        }
        try tx.deleteNote(InboxNote.waiting(state.first), of: key)
        state.noted -= 1
        guard message.item == item else {
            try end(message)
            return QueuedMessage(item: item)
        }
        return try isLive(message) ? message : nil
    }

    /// Forgets how long a message lives, as it does no longer.
    func end(_ message: QueuedMessage) throws {
        if let life = message.life { try tx.deleteNote(InboxNote.live(life), of: key) }
    }
}

/// Where the noted messages are, when others have changed the list.
extension InboxLedger {
    /// How many noted messages are looked at to see whether the list is still the same.
    private static var samples: Int { 16 }

    /// Makes sure that what is noted refers to what is in the list.
    mutating func align() throws {
        guard state.noted > 0 else { return }
        if try tx.backend.revision(of: key)?.rawValue == state.revision { return }
        guard let entry = try tx.storedEntry(key),
            case .array(let items) = try entry.value.json(for: key, limits: tx.limits),
            try isAligned(with: items)
        else { return try forgetNoted() }
        state.revision = entry.revision.rawValue
    }

    private func isAligned(with items: [JSONValue]) throws -> Bool {
        let names = try tx.noteNames(of: key, prefix: InboxNote.waiting, limit: Self.samples)
        for name in names {
            guard let place = Int64(name.dropFirst(InboxNote.waiting.count)),
                let message = try noted(at: place),
                let index = Int(exactly: place - state.first), items.indices.contains(index),
                items[index] == message.item
            else { return false }
        }
        return true
    }

    private mutating func forgetNoted() throws {
        for name in try tx.noteNames(of: key, prefix: InboxNote.waiting) {
            if let place = Int64(name.dropFirst(InboxNote.waiting.count)),
                let message = try noted(at: place)
            {
                try end(message)
            }
            try tx.deleteNote(name, of: key)
        }
        state.noted = 0
    }
}
