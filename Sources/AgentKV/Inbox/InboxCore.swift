/// What an inbox has to do with its store, whatever the type of its messages.
///
/// It does not keep the store.
@usableFromInline
final class InboxCore: Sendable {
    /// The key in the store that holds it.
    @usableFromInline
    let key: String
    let settings: InboxSettings
    let coordinator: StoreCoordinator
    let line: InboxLine
    @usableFromInline
    let limits: StoreLimits
    /// The key of the note that an inbox has which is more than a list.
    let stateNote: String
    /// The store, if it is one in memory.
    weak let memory: TransientStore?
    private let reference: StoreReference

    init(_ key: String, of store: any KeyValueStore, options: InboxOptions) {
        let letters = options.deadLetters ?? key + ":dead-letters"
        let origin = store.origin(of: key)
        self.key = origin.key
        settings = InboxSettings(
            maximumAttempts: options.maximumAttempts,
            deadLetters: store.origin(of: letters).key
        )
        coordinator = origin.store.coordinator
        line = coordinator.inboxLines.line(for: origin.key)
        limits = origin.store.limits
        stateNote = NoteKey.key(of: InboxNote.state, at: origin.key)
        memory = origin.store as? TransientStore
        reference = origin.store.weakReference()
    }

    /// What belongs to the dead letters of an inbox.
    init(deadLettersOf core: InboxCore) {
        key = core.settings.deadLetters
        settings = InboxSettings(maximumAttempts: nil, deadLetters: key + ":dead-letters")
        coordinator = core.coordinator
        line = coordinator.inboxLines.line(for: key)
        limits = core.limits
        stateNote = NoteKey.key(of: InboxNote.state, at: key)
        memory = core.memory
        reference = core.reference
    }

    /// The store.
    ///
    /// - Throws: ``StoreError/closed`` once it is gone.
    func store() throws(StoreError) -> any KeyValueStore {
        guard let store = reference.store else { throw .closed }
        return store
    }

    /// Works on the books of the inbox in one transaction.
    func work<R: Sendable>(
        _ body: @Sendable (inout InboxLedger) throws -> R
    ) async throws -> R {
        try await work(on: store(), body)
    }

    private func work<R: Sendable>(
        on store: some KeyValueStore,
        _ body: @Sendable (inout InboxLedger) throws -> R
    ) async throws -> R {
        try await store.transaction { tx in
            var ledger = try InboxLedger(tx.backend, key: key, settings: settings)
            let result = try body(&ledger)
            try ledger.close()
            return result
        }
    }
}

/// What the books of an inbox are kept by.
struct InboxSettings: Sendable {
    let maximumAttempts: Int?
    /// The key of the dead letters in the store that holds them.
    let deadLetters: String
}

extension InboxCore {
    /// Throws unless a time to wait is zero or more.
    func check(_ duration: Duration, as name: String) throws(StoreError) {
        if duration < .zero {
            throw .invalidDuration(key: key, reason: "\(name) cannot be negative")
        }
    }

    /// Throws unless a lease is positive.
    func checkLease(_ lease: Duration) throws(StoreError) {
        if lease <= .zero {
            let found = lease == .zero ? "zero" : "negative"
            throw .invalidDuration(
                key: key,
                reason: "a lease has to be positive, and it is \(found)"
            )
        }
    }
}
