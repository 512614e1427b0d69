/// The books of an inbox, open for the length of one transaction.
///
/// The messages that wait are the list at the key, as plain items, so callers of `listAppendUnique`
/// and `listPopAll` take part. All else is notes (``InboxNote``), and an inbox that has none of them
/// costs no more than its list.
///
/// What is noted of a message that waits refers to its place in the list, and holds a copy of it.
/// When others have changed the list, the copies tell whether the places still hold: what no longer
/// fits is forgotten, and its message, if it is still there, waits on like one without a note.
struct InboxLedger: ~Copyable {
    let tx: StoreTransaction
    let key: String
    let settings: InboxSettings
    var state: InboxState
    private let stateBefore: InboxState?

    init(_ backend: any TransactionBackend, key: String, settings: InboxSettings) throws {
        tx = StoreTransaction(backend)
        self.key = key
        self.settings = settings
        try tx.limits.checkKey(key)
        stateBefore = try tx.note(InboxNote.state, of: key)?.value
            .value(as: InboxState.self, for: key, limits: tx.limits)
        state = stateBefore ?? InboxState()
    }

    /// Writes down what has changed.
    func close() throws {
        if !state.isPlain {
            if state != stateBefore {
                try tx.setNote(InboxNote.state, of: key, to: StoreValue(state))
            }
        } else if stateBefore != nil {
            try tx.deleteNote(InboxNote.state, of: key)
            try tx.deleteNote(InboxNote.quiet, of: key)
        }
    }

    /// Notes that the list is as the inbox has left it.
    mutating func noteRevision() throws {
        if state.noted > 0 { state.revision = try tx.backend.lastRevision().rawValue }
    }

    /// Throws if there is a value that is no list.
    func checkList() throws {
        guard let value = try tx.storedEntry(key)?.value else { return }
        guard case .array = try value.json(for: key, limits: tx.limits) else {
            throw StoreError.notAList(
                key: key,
                reason: "an inbox is a list of messages, and another value is stored"
            )
        }
    }
}
