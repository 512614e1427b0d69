/// What an inbox has to do with its store, whatever the type of its messages.
///
/// It does not keep the store.
@usableFromInline
final class InboxCore: Sendable {
    @usableFromInline
    let key: String
    /// The key in the store that really holds it; another one where the inbox is in a scope.
    let place: String
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
    /// Why the key is none.
    private let refusal: StoreError?

    init(_ key: String, of store: any KeyValueStore, options: InboxOptions) {
        let letters = options.deadLetters ?? key + ":dead-letters"
        let origin = store.origin(of: key)
        self.key = key
        place = origin.key
        settings = InboxSettings(
            maximumAttempts: options.maximumAttempts,
            deadLetters: letters,
            placeOfDeadLetters: store.origin(of: letters).key
        )
        coordinator = origin.store.coordinator
        line = coordinator.inboxLines.line(for: place)
        limits = store.limits
        stateNote = NoteKey.key(of: InboxNote.state, at: place)
        refusal = limits.refusal(of: key)
        memory = refusal == nil ? origin.store as? TransientStore : nil
        reference = store.weakReference()
    }

    /// What belongs to the dead letters of an inbox.
    init(deadLettersOf core: InboxCore) {
        key = core.settings.deadLetters
        place = core.settings.placeOfDeadLetters
        settings = InboxSettings(
            maximumAttempts: nil,
            deadLetters: key + ":dead-letters",
            placeOfDeadLetters: place + ":dead-letters"
        )
        coordinator = core.coordinator
        line = coordinator.inboxLines.line(for: place)
        limits = core.limits
        stateNote = NoteKey.key(of: InboxNote.state, at: place)
        refusal = limits.refusal(of: key)
        memory = refusal == nil ? core.memory : nil
        reference = core.reference
    }

    /// The store.
    ///
    /// - Throws: ``StoreError/closed`` once it is gone, ``StoreError/invalidKey(key:reason:)`` for a
    ///   key that is none.
    func store() throws(StoreError) -> any KeyValueStore {
        if let refusal { throw refusal }
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
    let deadLetters: String
    /// The key of the dead letters in the store that really holds them.
    let placeOfDeadLetters: String
}

extension StoreLimits {
    fileprivate func refusal(of key: String) -> StoreError? {
        do {
            try checkKey(key)
            return nil
        } catch {
            return error
        }
    }
}

extension InboxCore {
    /// Throws unless a time to wait is zero or more.
    func check(_ duration: Duration, as name: String) throws(StoreError) {
        if duration < .zero {
            throw .invalidDuration(key: key, reason: "\(name) cannot be negative")
        }
    }

    /// Throws unless dead letters, if there can be any, have a key.
    func checkDeadLetters() throws(StoreError) {
        guard refusal == nil, settings.maximumAttempts != nil,
            case .invalidKey(let letters, let reason)? = limits.refusal(of: settings.deadLetters)
        else { return }
        throw .invalidKey(
            key: letters,
            reason: "dead letters of an inbox are to go there, and \(reason)"
        )
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
