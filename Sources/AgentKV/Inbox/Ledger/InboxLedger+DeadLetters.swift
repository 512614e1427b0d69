/// The messages that have been handed out too often.
extension InboxLedger {
    /// How long a message is kept back that could not go to the dead letters, before that is tried
    /// again.
    private static var rest: Duration { .seconds(1) }

    /// Puts messages to the dead letters; where these cannot take them, keeps them back for a while.
    mutating func bury(_ messages: [QueuedMessage]) throws {
        if messages.isEmpty { return }
        if try deadLettersTake(messages.map(\.item)) {
            for message in messages { try end(message) }
        } else {
            try keepBack(messages)
        }
    }

    /// Puts items to the dead letters; false if their key is none, or does not take them.
    private mutating func deadLettersTake(_ items: [JSONValue]) throws -> Bool {
        let place = settings.deadLetters
        if place.hasSameBytes(as: key) { return try takes(items) }
        guard (try? tx.limits.checkKey(place)) != nil else { return false }
        var letters = try InboxLedger(tx.backend, key: place, settings: settings)
        let isDone = try letters.takes(items)
        try letters.close()
        return isDone
    }

    /// Appends items; false if another value is stored there, or there is no room.
    private mutating func takes(_ items: [JSONValue]) throws -> Bool {
        do {
            try append(items, ttl: nil)
            return true
        } catch StoreError.notAList, StoreError.full {
            return false
        }
    }

    /// Has messages lent to nobody for a while; they are out of attempts still.
    private mutating func keepBack(_ messages: [QueuedMessage]) throws {
        let before = state.leases
        for message in messages {
            guard let number = message.number else { continue }
            try tx.setNote(InboxNote.lease(number), of: key, to: StoreValue(message))
            try hold(number, as: 0, for: Self.rest)
            state.leases += 1
        }
        try expectEnd(after: Self.rest, isFirst: before == 0)
    }
}
