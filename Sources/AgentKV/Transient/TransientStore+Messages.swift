/// What an ``Inbox`` does at once: without a transaction, and without JSON.
extension TransientStore {
    /// Whether a call returns before what it writes is durable.
    nonisolated var answersAtOnce: Bool { writing?.isWriteThrough != true }

    /// Sends a message; false if that takes a transaction.
    ///
    /// An error calls the key `name`.
    nonisolated func sendNow(
        _ message: consuming StoreValue,
        to key: String,
        state: String,
        name: String
    ) throws -> Bool {
        var message = try storable(message, for: name)
        var tries = 0
        while true {
            let sending = try withTable { table throws(StoreError) in
                try table.enqueue(&message, at: key, state: state, now: clock)
            }
            switch sending {
            case .done: return true
            case .needsTransaction: return false
            case .needsListOfJSON:
                if tries == Self.tries { return false }
                tries += 1
                makeListOfJSON(key, state: state, name: name)
            case .needsJSON:
                message = StoreValue(json: try message.json(for: name, limits: limits))
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
        for _ in 0..<Self.tries {
            let receiving = table.lock.withLock { table in
                table.dequeue(from: key, state: state, now: clock, where: fits, remains: &remains)
            }
            guard case .needsListOfJSON = receiving else { return receiving }
            makeListOfJSON(key, state: state, name: key)
        }
        return .needsTransaction
    }

    /// How often a call begins again because others have changed the list meanwhile.
    static var tries: Int { 4 }

    /// Makes JSON of messages that wait in their own types; where one has none, all stay as they are.
    private nonisolated func makeListOfJSON(_ key: String, state: String, name: String) {
        do {
            try encodeMessages(key, state: state, name: name)
        } catch {
            withTable { $0.keepTyped(key) }
        }
    }

    /// Takes all messages, if they all are what `fits` says.
    ///
    /// Nil if that takes a transaction.
    nonisolated func drainNow(
        _ key: String,
        state: String,
        where fits: (borrowing StoreValue) -> Bool
    ) -> [StoreValue]? {
        for _ in 0..<Self.tries {
            guard let (present, revision) = queue(key, state: state) else { return nil }
            guard let items = present?.items else { return [] }
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
        queue(key, state: state).map { $0.present?.count ?? 0 }
    }

    /// Makes JSON of messages that wait in their own types, without holding others up.
    nonisolated func encodeMessages(_ key: String, state: String, name: String) throws {
        guard let (present, revision) = queue(key, state: state), let present else { return }
        var list = StoreValue(
            list: try present.items.map { try $0.json(for: name, limits: limits) }
        )
        withTable { $0.becomeList(key, at: revision, &list) }
    }

    private nonisolated func queue(
        _ key: String,
        state: String
    ) -> (present: TypedItems?, revision: Revision)? {
        withTable { table -> (present: TypedItems?, revision: Revision)? in
            if table.isClosed { return nil }
            if table.noteCount > 0, table.findNote(state, now: clock) != .none { return nil }
            let number = table.find(key, now: clock)
            if number == .none { return (nil, table.revision) }
            let cell = table.cells[number]
            guard case .queue(let list) = cell.pointee.value.storage else { return nil }
            return (list.present, cell.pointee.revision)
        }
    }
}
