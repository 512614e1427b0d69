/// Without a transaction, where the store is one in memory and the inbox no more than its list.
extension InboxCore {
    /// Sends a message; false if that takes a transaction.
    @usableFromInline
    func sendNow(_ message: StoreValue) throws -> Bool {
        guard let memory, memory.answersAtOnce else { return false }
        return try memory.sendNow(message, to: place, state: stateNote, name: key)
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
            case .message(let message) = memory.receiveNow(
                from: place,
                state: stateNote,
                where: fits
            )
        else { return nil }
        return message
    }

    /// The same for who is the first in line: whether there is a message, none, or it takes more.
    func look(where fits: (borrowing StoreValue) -> Bool) throws -> ExpiringTable.Receiving {
        guard let memory, memory.answersAtOnce else { return .needsTransaction }
        return memory.receiveNow(from: place, state: stateNote, where: fits)
    }

    /// Takes all messages if they all fit; nil if that takes a transaction.
    func drainNow(where fits: (borrowing StoreValue) -> Bool) -> [StoreValue]? {
        guard let memory, memory.answersAtOnce else { return nil }
        return memory.drainNow(place, state: stateNote, where: fits)
    }

    /// Prepares for a transaction that is going to ask for JSON.
    func encodeMessages() throws {
        try memory?.encodeMessages(place, state: stateNote, name: key)
    }

    /// Counts the messages; nil if that takes a transaction.
    func countNow() -> Int? {
        memory?.countNow(place, state: stateNote)
    }
}
