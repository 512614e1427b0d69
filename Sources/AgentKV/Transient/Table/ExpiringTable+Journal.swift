/// One step back: what a key was before a write of the transaction under way.
enum Undo {
    case absent(String)
    case present(String, EntryState)
    /// A list that was appended to in place had fewer items.
    case shorter(String, count: Int, EntryState)
    /// A list had other items at its beginning: `added` of those that are there now were not, and
    /// `taken` were.
    case front(String, added: Int, taken: [QueuedMessage], EntryState)
    /// A message was lent or not.
    case lent(String, MessageNumber, LentMessage?)
    /// An id was remembered or not.
    case id(String, String, StoreInstant?)
    /// The lists that had been at the key of a queue were others.
    case eras(String, ListEras)
}

/// All of an entry but its key.
struct EntryState {
    var value: StoreValue
    var revision: Revision
    var deadline: Deadline
}

/// Transactions: a journal of steps back, taken in reverse when one fails.
extension ExpiringTable {
    mutating func begin() {
        journal = []
        formerStatistics = statistics
    }

    /// Ends a transaction that succeeded, and returns what it replaced, to be released.
    mutating func commit() -> [Undo] {
        if !untold.isEmpty {
            feed.note(untold)
            untold = []
        }
        if !untoldRequests.isEmpty {
            feed.add(untoldRequests)
            untoldRequests = []
        }
        let steps = endJournal()
        if isBounded { evictSurplus() }
        return steps
    }

    /// Ends a transaction that failed: every key is again what it was.
    ///
    /// - Returns: What the transaction had written, to be released.
    mutating func rollBack() -> [StoreValue] {
        var written: [StoreValue] = []
        untold = []
        untoldRequests = []
        uncountChanges(since: formerStatistics)
        for step in endJournal().reversed() {
            switch step {
            case .absent(let key):
                written.append(remove(locateAny(key).number).value)
            case .present(let key, let state):
                restore(key, state, written: &written)
            case .shorter(let key, let count, let state):
                cells[locate(key).number].pointee.value.messageList?.truncate(to: count)
                restore(key, state, written: &written)
            case .front(let key, let added, let taken, let state):
                if let list = cells[locate(key).number].pointee.value.messageList {
                    _ = list.takeMessages(added)
                    list.prependMessages(taken)
                }
                restore(key, state, written: &written)
            case .lent(let key, let number, let message):
                setLent(number, to: message, at: key)
            case .id(let key, let id, let end):
                setID(id, until: end, at: key)
            case .eras(let key, let eras):
                setEras(eras, at: key)
            }
        }
        bounds?.unpinAll()
        return written
    }

    private mutating func endJournal() -> [Undo] {
        let steps = journal ?? []
        journal = nil
        return steps
    }

    private mutating func restore(
        _ key: String,
        _ state: EntryState,
        written: inout [StoreValue]
    ) {
        let (number, hash) = locateAny(key)
        if number == .none {
            let restored = insert(
                key,
                hash: hash,
                value: state.value,
                revision: state.revision,
                deadline: state.deadline
            )
            if isBounded { weigh(restored) }
        } else {
            let cell = cells[number]
            written.append(cell.pointee.value)
            cell.pointee.value = state.value
            cell.pointee.revision = state.revision
            move(number, to: state.deadline)
            if isBounded { weigh(number) }
        }
    }
}
