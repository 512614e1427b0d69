/// Without a transaction, where the store is one in memory and the inbox no more than its list.
extension InboxCore {
    /// Sends a message; false if that takes a transaction.
    @usableFromInline
    func sendNow(_ message: StoreValue) throws -> Bool {
        guard let memory, memory.answersAtOnce else { return false }
        return try memory.sendNow(message, to: key, state: stateNote)
    }

    /// Takes the first message if it `fits` and nobody is before the caller; nil if there is none,
    /// or it takes more.
    ///
    /// - Throws: `CancellationError` if the task is cancelled.
    @usableFromInline
    func receiveNow(where fits: (borrowing StoreValue) -> Bool) throws -> StoreValue? {
        guard !line.isOccupied, let memory, memory.answersAtOnce else { return nil }
        if Task.isCancelled { throw CancellationError() }
        guard
            case .message(let message) = memory.receiveNow(from: key, state: stateNote, where: fits)
        else { return nil }
        return message
    }

    /// The same for who is the first in line: whether there is a message, none, or it takes more.
    func look(where fits: (borrowing StoreValue) -> Bool) throws -> ExpiringTable.Receiving {
        guard let memory, memory.answersAtOnce else { return .needsTransaction }
        let found = memory.receiveNow(from: key, state: stateNote, where: fits)
        if case .nothing = found { try limits.checkKey(key) }
        return found
    }

    /// Takes all messages if they all fit; nil if that takes a transaction.
    func drainNow(where fits: (borrowing StoreValue) -> Bool) -> ArraySlice<StoreValue>? {
        guard let memory, memory.answersAtOnce else { return nil }
        let messages = memory.drainNow(key, state: stateNote, where: fits)
        // The transaction says whether it is a key at all.
        return messages?.isEmpty == true ? nil : messages
    }

    /// Counts the messages; nil if that takes a transaction.
    func countNow() -> Int? {
        let count = memory?.countNow(key, state: stateNote)
        return count == 0 ? nil : count
    }
}
