extension ChangeLog {
    /// Adds a change, whose revision is greater than that of all before it, and tells whom to wake.
    ///
    /// - Complexity: O(1) in the subscribers, but for every 256th change: that is O(*n*) in those
    ///   that are further behind than the history reaches.
    mutating func append(_ change: StoreChange, wakes: inout [Wake]) {
        if history.isFull { makeRoom() }
        let place = history.end
        history.append(change)
        while history.isTooLarge { makeRoom() }
        index.find(change.key, into: &found)
        for audience in found {
            switch audiences[audience].waiting.count {
            case 0:
                continue
            case 1:
                guard let (id, waiter) = audiences[audience].waiting.popFirst() else { continue }
                subscribers[id]?.place = place + 1
                wakes.append(.one(waiter, change))
            default:
                // Their places stay behind until they look: a loop over them would be theirs to
                // wait for, not the writer's.
                wakes.append(.several(audiences[audience].waiting, place: place))
                audiences[audience].waiting = [:]
            }
        }
    }

    /// Takes down how many bytes more a change takes than was known when it came.
    mutating func weigh(_ place: Int, adding more: Int) {
        history.weigh(place, adding: more)
        while history.isTooLarge { makeRoom() }
    }

    /// Notes that anything may have happened, up to a revision or right behind the last change: every
    /// subscriber misses something from here on.
    mutating func appendUnknown(upTo revision: Revision? = nil, wakes: inout [Wake]) {
        let last = history.last ?? Revision(rawValue: 0)
        gap = max(gap ?? last, last, revision?.predecessor ?? last)
        for id in subscribers.keys where subscribers[id]?.missed == nil {
            subscribers[id]?.missed = (history.end, last)
        }
        wakeAll(wakes: &wakes)
    }

    /// Ends all subscribers, now and later, once they have read what there is.
    mutating func close(wakes: inout [Wake]) {
        isClosed = true
        wakeAll(wakes: &wakes)
    }

    private mutating func wakeAll(wakes: inout [Wake]) {
        for audience in audiences.indices where !audiences[audience].waiting.isEmpty {
            wakes.append(.several(audiences[audience].waiting, place: history.end))
            audiences[audience].waiting = [:]
        }
    }

    /// Takes the oldest chunk out of the history, and saves what somebody has not read of it.
    private mutating func makeRoom() {
        let start = history.start
        let chunk = history.removeFirstChunk()
        retired.append(chunk)
        let isBehind = audiences.map { isAnyone(of: $0, before: history.start) }
        guard isBehind.contains(true) else { return }
        var saved: [Int: SavedChanges] = [:]
        for (offset, change) in chunk.enumerated() {
            index.find(change.key, into: &found)
            for audience in found where isBehind[audience] {
                saved[audience, default: SavedChanges()].append(change, at: start + offset)
            }
        }
        for (audience, changes) in saved { save(changes, for: audience) }
    }

    private func isAnyone(of audience: Audience, before place: Int) -> Bool {
        if audience.members.count == audience.waiting.count { return false }
        return audience.members.contains { id in
            guard audience.waiting[id] == nil, let subscriber = subscribers[id] else {
                return false
            }
            return subscriber.place < place
        }
    }

    private mutating func save(_ changes: SavedChanges, for audience: Int) {
        for id in audiences[audience].members where audiences[audience].waiting[id] == nil {
            guard let slot = subscribers.index(forKey: id) else { continue }
            let subscriber = subscribers.values[slot]
            let end = subscriber.missed?.place ?? history.start
            guard subscriber.place < end else { continue }
            let unread = changes.changes(at: subscriber.place..<end)
            let leftOut = subscribers.values[slot].backlog.append(
                unread,
                limit: subscriber.buffer,
                maximumBytes: history.maximumBytes
            )
            guard let leftOut else { continue }
            // From here on it is told nothing, so it costs nothing either.
            subscribers.values[slot].missed = (history.start, leftOut.revision.predecessor)
            subscribers.values[slot].place = history.start
            audiences[audience].members.remove(id)
        }
    }
}
