extension ChangeLog {
    /// How many changes are looked through at once.
    private static var step: Int { 256 }
    /// How many changes are handed over at once.
    private static var batch: Int { 64 }

    /// Returns changes that a subscriber has not read yet; it knows that none comes before `place`.
    mutating func read(_ id: SubscriberID, from place: Int = 0) -> Finding {
        guard let slot = subscribers.index(forKey: id) else { return .over }
        if !subscribers.values[slot].backlog.isEmpty {
            return .changes(Array(subscribers.values[slot].backlog.removeFirst()))
        }
        let subscriber = subscribers.values[slot]
        let missed = subscriber.missed
        let end = min(missed?.place ?? history.end, history.end)
        var next = max(subscriber.place, place, history.start)
        let last = min(end, next + Self.step)
        var changes: [StoreChange] = []
        while next < last, changes.count < Self.batch {
            let change = history[next]
            if change.key.hasBytePrefix(subscriber.prefix) { changes.append(change) }
            next += 1
        }
        subscribers.values[slot].place = next
        if !changes.isEmpty { return .changes(changes) }
        if next < end { return .more }
        if let missed { return .missed(after: missed.after) }
        return isClosed ? .closed : .nothing
    }

    /// What comes of the wish to wait.
    enum Waiting: Sendable {
        /// It waits; who waited for the same subscriber before does no longer.
        case begun(insteadOf: Waiter?)
        /// There is something to find, or it is no subscriber any more.
        case needless
    }

    /// Lets a subscriber wait that has read everything.
    mutating func wait(_ id: SubscriberID, with waiter: Waiter) -> Waiting {
        guard let subscriber = subscribers[id], subscriber.place == history.end, !isClosed,
            subscriber.missed == nil, subscriber.backlog.isEmpty
        else { return .needless }
        return .begun(
            insteadOf: audiences[subscriber.audience].waiting.updateValue(waiter, forKey: id)
        )
    }
}

/// What a subscriber finds when it looks.
enum Finding: Sendable {
    /// Changes, in order.
    case changes([StoreChange])
    /// Nothing so far, but there is more to look through.
    case more
    /// Nothing: it has read everything.
    case nothing
    /// It has read everything before the changes that it missed, after that revision.
    case missed(after: Revision)
    /// It has read everything, and the store is closed.
    case closed
    /// It is no subscriber any more.
    case over
}
