/// What an ``Inbox`` does at once: without the body of a transaction, and without JSON.
extension TransientStore {
    /// Whether a call returns before what it writes is durable.
    private nonisolated var answersAtOnce: Bool { writing?.isWriteThrough != true }

    public nonisolated func performSendNow(_ message: StoreValue, to key: String) throws -> Bool {
        if !answersAtOnce { return false }
        var message = try storable(message, for: key)
        while true {
            let sending = try withTable { table throws(StoreError) in
                try table.enqueue(&message, at: key, now: clock)
            }
            switch sending {
            case .done: return true
            case .needsTransaction: return false
            case .needsJSON:
                message = StoreValue(json: try message.json(for: key, limits: limits))
            }
        }
    }

    public nonisolated func performReceiveNow(
        from key: String,
        where fits: (borrowing StoreValue) -> Bool
    ) throws -> MessageFinding {
        if !answersAtOnce { return .unknown }
        var remains: Remains?
        defer { withExtendedLifetime(remains) {} }
        return table.lock.withLock { table in
            table.dequeue(from: key, now: clock, where: fits, remains: &remains)
        }
    }

    public nonisolated func performOnQueueNow(
        at key: String,
        _ body: (any MessageQueue) throws -> Void
    ) throws -> Bool {
        // What is written down has to be JSON first, and what has to make room is counted in it.
        if writing != nil || bounds != nil { return false }
        // What has gone, released after the lock.
        var replaced: [Undo] = []
        var written: [StoreValue] = []
        var spent: [Remains] = []
        defer { withExtendedLifetime((replaced, written, spent)) {} }
        return try table.lock.withLock { table in
            if table.isClosed { throw StoreError.closed }
            defer { if !table.spent.isEmpty { swap(&spent, &table.spent) } }
            table.settleQueues(now: clock)
            table.begin()
            do {
                try withUnsafeMutablePointer(to: &table) { table in
                    let backend = TableTransaction(
                        table,
                        clock: clock,
                        coordinator: coordinator,
                        runsUserCode: false
                    )
                    try body(TableQueue(backend, key: key))
                }
                replaced = table.commit()
                return true
            } catch {
                written = table.rollBack()
                if error is NeedsTransaction { return false }
                throw error
            }
        }
    }
}

extension ExpiringTable {
    /// What became of a message.
    enum Sending {
        case done
        /// The list holds JSON, which has to be made first.
        case needsJSON
        /// There is more to it.
        case needsTransaction
    }

    /// Puts a message behind those of a list, and exchanges it for what is to be released.
    mutating func enqueue(
        _ message: inout StoreValue,
        at key: String,
        now: () -> Moment
    ) throws(StoreError) -> Sending {
        if isClosed { throw .closed }
        // Room has to be made.
        if isBounded { return .needsTransaction }
        let number = find(key, now: now)
        if number == .none {
            try check(key)
            prepare(for: .creation, of: key, now: now)
            message = StoreValue(storage: .queue(TypedList([message])))
            try write(key, deadline: .none, event: .sent, now: now) { swap(&$0, &message) }
            return .done
        }
        let cell = cells[number]
        switch cell.pointee.value.storage {
        case .queue(let list):
            noteChange(of: number)
            list.append(message)
            cell.pointee.revision = nextRevision()
            if !list.infos.isEmpty { noteMetadata(.list(ByteText(key))) }
            tellSet(number, .sent)
            return .done
        case .list(let list):
            guard case .json(let item) = message.storage else { return .needsJSON }
            try append(
                ListAddition(checked: [item]),
                to: list,
                in: number,
                deadline: nil,
                event: .sent
            )
            return .done
        default:
            return .needsTransaction
        }
    }

    /// Takes the first message of a list if it `fits` and nothing is known of it.
    @inline(__always)
    mutating func dequeue(
        from key: String,
        now: () -> Moment,
        where fits: (borrowing StoreValue) -> Bool,
        remains: inout Remains?
    ) -> MessageFinding {
        if isClosed { return .unknown }
        if !queues.isEmpty, let next = queues.next, moment(next) <= present(now) { return .unknown }
        let number = find(key, now: now)
        if number == .none { return queues.book(of: key) == nil ? .nothing : .unknown }
        let cell = cells[number]
        guard case .queue(let list) = cell.pointee.value.storage, list.infos.isEmpty,
            list.isFirst(fits)
        else { return .unknown }
        if list.count == 1 {
            if !queues.isEmpty, queues.book(of: key) != nil { return .unknown }
            remains = remove(number, as: .popped, .taken)
            return .message(list.removeFirst())
        }
        noteChange(of: number)
        let message = list.removeFirst()
        cell.pointee.revision = nextRevision()
        tellSet(number, .taken)
        return .message(message)
    }
}
