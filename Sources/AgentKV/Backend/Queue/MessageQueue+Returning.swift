/// The messages that come back, and those that do not.
extension MessageQueue {
    /// How long a message is kept aside that the dead letters could not take, before that is tried
    /// again.
    private var pause: Duration { .seconds(1) }

    /// How many leases that have ended are dealt with at a time.
    private var step: Int { 256 }

    /// Brings the queue up to date: see ``MessageQueue``.
    ///
    /// - Complexity: O(1) where nothing is due, else O(log *n*) for each lease that has ended.
    func settle() throws {
        let now = try now()
        guard let next = try nextEvent(), next <= now else { return }
        try removeExpired(at: now)
        while case let ended = try endedLeases(at: now, limit: step), !ended.isEmpty {
            try giveBack(ended.map(\.1))
        }
    }

    /// Gives a message that an attempt holds back, at once or after a delay.
    func release(_ number: MessageNumber, by attempt: Int, after delay: Duration) throws {
        var message = try held(number, by: attempt)
        if delay > .zero, message.deadLetters == nil {
            message.holder = 0
            message.end = try now().end(of: delay)
            try setLent(number, to: message)
        } else {
            try giveBack([message])
        }
    }

    /// Takes a lending back that nobody has been told of: it does not count as an attempt.
    func takeBack(_ lent: [(number: MessageNumber, attempt: Int)]) throws {
        var returned: [LentMessage] = []
        for (number, attempt) in lent {
            guard var message = try? held(number, by: attempt) else { continue }
            message.info.attempts -= 1
            message.deadLetters = nil
            returned.append(message)
        }
        try giveBack(returned)
    }

    /// Puts messages that are lent back into the list or to the dead letters; those that have expired
    /// are gone.
    func giveBack(_ messages: [LentMessage]) throws {
        let now = try now()
        let live = try messages.filter { try isLive($0, at: now) }
        // What a message has of its list is known as long as it is lent.
        let returned = try Returned(live.filter { $0.deadLetters == nil }, to: self)
        for message in messages {
            if let number = message.info.number { try setLent(number, to: nil) }
        }
        for message in live { try bury(message) }
        if returned.messages.isEmpty { return }
        do {
            try putBack(returned.messages, listDeadline: returned.listDeadline)
        } catch StoreError.notAList {
            for message in returned.messages { try keepAside(message, for: nil) }
        }
    }

    /// Keeps a message that has no place to go to lent to nobody for a while.
    ///
    /// `letters` is the key of the dead letters that cannot take it; nil for one that goes back.
    private func keepAside(_ message: QueuedMessage, for letters: String?) throws {
        guard let number = message.info.number else { return }
        let kept = LentMessage(
            item: message.item,
            info: message.info,
            holder: 0,
            end: try now().end(of: pause),
            era: ListEras.none,
            deadLetters: letters
        )
        try setLent(number, to: kept)
    }
}

extension MessageInfo {
    /// Why a message is dead that has been lent too often.
    var reasonOfAttempts: String { "it was lent \(attempts) times and never acknowledged" }
}

/// Messages that come back to a list.
private struct Returned {
    var messages: [QueuedMessage] = []
    /// The deadline of their list if nothing waits: it goes on with them.
    var listDeadline: StoreInstant?

    /// Messages whose list has ended keep the deadline that it had for themselves, where the list that
    /// they come back to has another one.
    init(_ lent: [LentMessage], to queue: some MessageQueue) throws {
        if lent.isEmpty { return }
        let era = try queue.era()
        let deadlines = try lent.map { try queue.listDeadline(of: $0.era) }
        let isAlone = (try? queue.waitingCount()) == 0
        if isAlone, !deadlines.contains(nil) { listDeadline = deadlines.compactMap(\.self).max() }
        for (message, deadline) in zip(lent, deadlines) {
            var info = message.info
            let isOfPresentList = isAlone ? deadline == listDeadline : message.era == era
            if !isOfPresentList, let deadline {
                info.deadline = min(info.deadline ?? deadline, deadline)
            }
            messages.append(QueuedMessage(item: message.item, info: info))
        }
    }
}

/// Dead letters.
extension MessageQueue {
    /// Puts a message to the dead letters; where these cannot take it, keeps it aside for a while.
    func bury(_ message: LentMessage) throws {
        guard let letters = message.deadLetters else { return }
        let reason = message.info.reason ?? message.info.reasonOfAttempts
        if try deadLetters(letters, take: message.item, reason) {
            if let id = message.info.id { try forget(id) }
            return
        }
        var kept = QueuedMessage(item: message.item, info: message.info)
        kept.info.reason = reason
        kept.info.deadline = nil
        try keepAside(kept, for: letters)
    }

    /// Puts a message that was just taken to the dead letters.
    ///
    /// `index` says which of those that were taken together it is.
    func bury(
        _ message: QueuedMessage,
        _ index: Int,
        in letters: String,
        reason: String
    ) throws {
        let number =
            try message.info.number ?? MessageNumber(revision: numberBase(), index: index)
        var info = message.info
        info.number = number
        info.reason = reason
        let lent = LentMessage(
            item: message.item,
            info: info,
            holder: 0,
            end: try now(),
            era: ListEras.none,
            deadLetters: letters
        )
        try bury(lent)
    }

    /// Returns false where the key of the dead letters is none, holds another value or has no room.
    private func deadLetters(
        _ letters: String,
        take item: StoreValue,
        _ reason: String
    ) throws -> Bool {
        guard (try? limits.checkKey(letters)) != nil else { return false }
        var letter = QueuedMessage(item: item)
        letter.info.reason = reason
        do {
            let queue: any MessageQueue =
                letters.hasSameBytes(as: key) ? self : try queue(at: letters)
            try queue.append([letter], as: .dead)
            return true
        } catch StoreError.notAList, StoreError.full {
            return false
        }
    }
}
