/// What an inbox that is nothing but a list does with it.
extension ExpiringTable {
    /// What became of a message.
    enum Sending {
        case done
        /// The list holds JSON, which has to be made first.
        case needsJSON
        /// The list should hold JSON, and is to be changed to that first.
        case needsListOfJSON
        /// There is more to it.
        case needsTransaction
    }

    /// Puts a message behind those of a list, unless the inbox has a `state`.
    ///
    /// It exchanges `message` for what is to be released.
    mutating func enqueue(
        _ message: inout StoreValue,
        at key: String,
        state: String,
        now: () -> Moment
    ) throws(StoreError) -> Sending {
        if isClosed { throw .closed }
        // Room has to be made, or there is more to be seen to.
        if isBounded { return .needsTransaction }
        if noteCount > 0, findNote(state, now: now) != .none { return .needsTransaction }
        let number = find(key, now: now)
        if number == .none {
            try check(key)
            message = StoreValue(storage: .queue(TypedList([message])))
            try set(key, to: &message, deadline: .none, now: now)
            return .done
        }
        let cell = cells[number]
        switch cell.pointee.value.storage {
        case .queue(let list):
            if isTooLongToTell(list) { return .needsListOfJSON }
            noteChange(of: number)
            list.append(message)
            cell.pointee.revision = nextRevision()
            tellSet(number)
            return .done
        case .list(let list):
            guard case .json(let item) = message.storage else { return .needsJSON }
            try append(ListAddition(checked: [item]), to: list, in: number, deadline: nil)
            return .done
        default:
            return .needsTransaction
        }
    }

    /// Whether a list should become one of JSON, if it can: what is told of that is not copied by the
    /// next change.
    @inline(__always)
    private func isTooLongToTell(_ list: TypedList) -> Bool {
        feed.isObserved && list.count > 32 && !list.hasNoJSON
    }

    /// Notes that a list cannot become one of JSON: it stays as it is, and goes on all the same.
    func keepTyped(_ key: String) {
        let number = locate(key).number
        guard number != .none, case .queue(let list) = cells[number].pointee.value.storage else {
            return
        }
        list.hasNoJSON = true
    }

    /// What was found where a message may wait.
    enum Receiving {
        case message(StoreValue)
        case nothing
        /// The list should hold JSON, and is to be changed to that first.
        case needsListOfJSON
        /// There is more to it.
        case needsTransaction
    }

    /// Takes the first message of a list if it `fits`, unless the inbox has a `state`.
    @inline(__always)
    mutating func dequeue(
        from key: String,
        state: String,
        now: () -> Moment,
        where fits: (borrowing StoreValue) -> Bool,
        remains: inout Remains?
    ) -> Receiving {
        if isClosed { return .needsTransaction }
        if noteCount > 0, findNote(state, now: now) != .none { return .needsTransaction }
        let number = find(key, now: now)
        if number == .none { return .nothing }
        let cell = cells[number]
        guard case .queue(let list) = cell.pointee.value.storage, list.isFirst(fits) else {
            return .needsTransaction
        }
        if isTooLongToTell(list) { return .needsListOfJSON }
        if list.count == 1 {
            remains = remove(number, as: .popped)
            return .message(list.removeFirst())
        }
        noteChange(of: number)
        let message = list.removeFirst()
        cell.pointee.revision = nextRevision()
        tellSet(number)
        return .message(message)
    }
}
