/// What decides how a message is lent.
struct LendSettings: Sendable {
    let lease: Duration
    /// How often a message is lent at most; nil for as often as it takes.
    let maximumAttempts: Int?
    /// The key of the dead letters.
    let deadLetters: String
}

extension MessageQueue {
    /// Lends up to `limit` messages from the beginning of the list.
    ///
    /// A message that is lent for the last time carries the key of its dead letters: at the end of its
    /// lease nobody need know how its inbox was opened. One that has been lent too often already, by an
    /// inbox that allows more, goes there at once.
    func lend(
        _ limit: Int,
        _ settings: LendSettings
    ) throws -> [(number: MessageNumber, message: LentMessage)] {
        let era = try era()
        let taken = try takeFirst(limit, as: .lent)
        if taken.isEmpty {
            _ = try waitingCount()
            return []
        }
        let now = try now()
        let base = try numberBase()
        var lent: [(number: MessageNumber, message: LentMessage)] = []
        for (index, message) in taken.enumerated() {
            var info = message.info
            if let most = settings.maximumAttempts, info.attempts >= most {
                try bury(message, index, in: settings.deadLetters, reason: info.reasonOfAttempts)
                continue
            }
            let number = info.number ?? MessageNumber(revision: base, index: index)
            info.number = number
            info.attempts += 1
            let isLast = settings.maximumAttempts.map { info.attempts >= $0 } ?? false
            let lentMessage = LentMessage(
                item: message.item,
                info: info,
                holder: info.attempts,
                end: now.end(of: settings.lease),
                era: era,
                deadLetters: isLast ? settings.deadLetters : nil
            )
            try setLent(number, to: lentMessage)
            lent.append((number, lentMessage))
        }
        return lent.isEmpty ? try lend(limit, settings) : lent
    }

    /// Returns the message that an attempt holds.
    ///
    /// - Throws: ``StoreError/notReserved(key:reason:)`` if it does not.
    func held(_ number: MessageNumber, by attempt: Int) throws -> LentMessage {
        guard let message = try lent(number), message.holder == attempt,
            try isLive(message, at: now())
        else { throw notReserved(number) }
        return message
    }

    private func notReserved(_ number: MessageNumber) -> StoreError {
        .notReserved(
            key: key,
            reason: "message \(number.text) has been acknowledged, released or deleted, or its "
                + "lease has ended"
        )
    }

    /// Ends a message that an attempt holds.
    func acknowledge(_ number: MessageNumber, by attempt: Int) throws {
        _ = try held(number, by: attempt)
        try setLent(number, to: nil)
        try publishAcknowledged()
    }

    /// Begins the lease of a message anew.
    func extend(_ number: MessageNumber, by attempt: Int, lease: Duration) throws {
        var message = try held(number, by: attempt)
        message.end = try now().end(of: lease)
        try setLent(number, to: message)
    }

    /// Returns whether a lent message has not expired.
    func isLive(_ message: LentMessage, at now: StoreInstant) throws -> Bool {
        if let deadline = message.info.deadline, deadline <= now { return false }
        if let deadline = try listDeadline(of: message.era), deadline <= now { return false }
        return true
    }
}

extension StoreInstant {
    /// The end of a lease that begins now: one too long to represent ends at the end of time.
    func end(of lease: Duration) -> StoreInstant {
        advanced(by: lease) ?? StoreInstant(nanoseconds: .max)
    }
}
