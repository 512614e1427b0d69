/// What an ``Inbox`` does at once: without a transaction, and without JSON.
extension TransientStore {
    /// Whether a call returns before what it writes is durable.
    nonisolated var answersAtOnce: Bool { writing?.isWriteThrough != true }

    /// Sends a message; false if that takes a transaction.
    nonisolated func sendNow(
        _ message: consuming StoreValue,
        to key: String,
        state: String
    ) throws -> Bool {
        var message = try storable(message, for: key)
        while true {
            let sending = try withTable { table throws(StoreError) in
                try table.enqueue(&message, at: key, state: state, now: clock)
            }
            switch sending {
            case .done: return true
            case .needsTransaction: return false
            case .needsJSON: message = StoreValue(json: try message.json(for: key, limits: limits))
            }
        }
    }

    /// Takes the first message if it `fits`.
    nonisolated func receiveNow(
        from key: String,
        state: String,
        where fits: (borrowing StoreValue) -> Bool
    ) -> ExpiringTable.Receiving {
        var remains: Remains?
        defer { withExtendedLifetime(remains) {} }
        return table.lock.withLock { table in
            table.dequeue(from: key, state: state, now: clock, where: fits, remains: &remains)
        }
    }

    /// Takes all messages, if they all are what `fits` says.
    ///
    /// Nil if that takes a transaction.
    nonisolated func drainNow(
        _ key: String,
        state: String,
        where fits: (borrowing StoreValue) -> Bool
    ) -> ArraySlice<StoreValue>? {
        for _ in 0..<4 {
            guard let (items, revision) = queue(key, state: state) else { return nil }
            guard let items else { return [] }
            if !items.allSatisfy({ fits($0) }) { return nil }
            var remains: Remains?
            withTable { table in
                let number = table.find(key, now: clock)
                guard number != .none, table.cells[number].pointee.revision == revision else {
                    return
                }
                remains = table.remove(number, as: .popped)
            }
            if remains != nil { return items }
        }
        return nil
    }

    /// Counts the messages; nil if that takes a transaction.
    nonisolated func countNow(_ key: String, state: String) -> Int? {
        queue(key, state: state).map { $0.items?.count ?? 0 }
    }

    private nonisolated func queue(
        _ key: String,
        state: String
    ) -> (items: ArraySlice<StoreValue>?, revision: Revision)? {
        withTable { table -> (items: ArraySlice<StoreValue>?, revision: Revision)? in
            if table.isClosed { return nil }
            if table.noteCount > 0, table.findNote(state, now: clock) != .none { return nil }
            let number = table.find(key, now: clock)
            if number == .none { return (nil, table.revision) }
            let cell = table.cells[number]
            guard case .queue(let list) = cell.pointee.value.storage else { return nil }
            return (list.snapshot.items, cell.pointee.revision)
        }
    }
}
