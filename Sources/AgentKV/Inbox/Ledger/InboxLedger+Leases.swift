/// The messages that are handed out.
extension InboxLedger {
    /// Hands messages out for the length of a lease.
    mutating func lend(_ messages: [QueuedMessage], for lease: Duration) throws -> [QueuedMessage] {
        if messages.isEmpty { return [] }
        let revision = try tx.backend.lastRevision().rawValue
        let before = state.leases
        var lent: [QueuedMessage] = []
        for (index, var message) in messages.enumerated() {
            let number = message.number ?? MessageNumber(revision: revision, index: index)
            message.number = number
            message.attempts += 1
            try tx.setNote(InboxNote.lease(number), of: key, to: StoreValue(message))
            try hold(number, as: message.attempts, for: lease)
            state.leases += 1
            lent.append(message)
        }
        try expectEnd(after: lease, isFirst: before == 0)
        return lent
    }

    /// Holds a message, as the attempt of that count, until a lease ends.
    func hold(_ number: MessageNumber, as attempt: Int, for lease: Duration) throws {
        try tx.setNote(InboxNote.held(number), of: key, to: StoreValue(attempt), ttl: lease)
    }

    /// Takes a message off those that are handed out, if that attempt still holds it.
    ///
    /// - Throws: ``StoreError/notReserved(key:reason:)``.
    mutating func giveUp(_ number: MessageNumber, attempt: Int) throws -> QueuedMessage {
        try checkHeld(number, attempt: attempt)
        guard let message = try leased(InboxNote.lease(number)) else {
            throw notReserved(number)
        }
        try tx.deleteNote(InboxNote.held(number), of: key)
        try tx.deleteNote(InboxNote.lease(number), of: key)
        state.leases -= 1
        return message
    }

    /// Throws unless a message is handed out to that attempt.
    func checkHeld(_ number: MessageNumber, attempt: Int) throws {
        let holder = try tx.note(InboxNote.held(number), of: key)?.value
            .value(as: Int.self, for: key, limits: tx.limits)
        if holder != attempt { throw notReserved(number) }
    }

    private func notReserved(_ number: MessageNumber) -> StoreError {
        .notReserved(
            key: key,
            reason:
                "message \(number.text) has been acknowledged or released, or its lease has ended"
        )
    }

    private func leased(_ name: String) throws -> QueuedMessage? {
        try tx.note(name, of: key)?.value
            .value(as: QueuedMessage.self, for: key, limits: tx.limits)
    }
}

/// The messages that come back.
extension InboxLedger {
    /// Brings back the messages whose lease has ended.
    mutating func settleLeases() throws {
        guard state.leases > 0, try tx.note(InboxNote.quiet, of: key) == nil else { return }
        var returned: [QueuedMessage] = []
        var first: Duration?
        for name in try tx.noteNames(of: key, prefix: InboxNote.leases) {
            guard let message = try leased(name), let number = message.number else { continue }
            if let held = try tx.note(InboxNote.held(number), of: key) {
                if let end = held.remainingLifetime { first = min(first ?? end, end) }
            } else {
                try tx.deleteNote(name, of: key)
                state.leases -= 1
                returned.append(message)
            }
        }
        if state.leases > 0 {
            try tx.setNote(InboxNote.quiet, of: key, to: StoreValue(true), ttl: first)
        }
        try giveBack(returned)
    }

    /// Puts messages back into the list, ahead of those that have not been handed out yet and in
    /// the order of their numbers, or to the dead letters.
    mutating func giveBack(_ messages: [QueuedMessage]) throws {
        var returned: [QueuedMessage] = []
        var dead: [QueuedMessage] = []
        for message in messages where try isLive(message) {
            if let most = settings.maximumAttempts, message.attempts >= most {
                dead.append(message)
            } else {
                returned.append(message)
            }
        }
        try putBack(returned)
        try bury(dead)
    }

    private mutating func putBack(_ returned: [QueuedMessage]) throws {
        guard let last = returned.compactMap(\.number).max() else { return }
        try align()
        // Those that came back before and are older.
        var count = 0
        while state.noted > count, let number = try noted(at: state.first + Int64(count))?.number,
            number < last
        {
            count += 1
        }
        let older = try takeFirst(count).live
        try putFirst((older + returned).sorted { $0.order < $1.order })
    }

    /// Sees to it that the leases are looked through once one may have ended.
    func expectEnd(after lease: Duration, isFirst: Bool = false) throws {
        if let quiet = try tx.note(InboxNote.quiet, of: key) {
            if let rest = quiet.remainingLifetime, rest <= lease { return }
        } else if !isFirst {
            return
        }
        try tx.setNote(InboxNote.quiet, of: key, to: StoreValue(true), ttl: lease)
    }

    /// How long it takes at least until a lease ends; nil where none does.
    func timeToNextEnd() throws -> Duration? {
        guard state.leases > 0 else { return nil }
        return try tx.note(InboxNote.quiet, of: key)?.remainingLifetime
    }
}

extension QueuedMessage {
    fileprivate var order: MessageNumber {
        number ?? MessageNumber(revision: .max, index: .max)
    }
}
