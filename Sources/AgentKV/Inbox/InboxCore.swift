/// What an inbox has to do with its store, whatever the type of its messages.
@usableFromInline
final class InboxCore: Sendable {
    /// The key as the inbox was asked for.
    @usableFromInline
    let key: String
    /// The key in the store that really holds it; another one where the inbox is in a scope.
    @usableFromInline
    let place: String
    /// The store that really holds the key.
    @usableFromInline
    let store: any StoreBackend
    let settings: InboxSettings
    let line: InboxLine
    @usableFromInline
    let limits: StoreLimits
    /// Why the key is none.
    private let refusal: StoreError?

    var coordinator: StoreCoordinator { store.coordinator }

    init(_ key: String, of view: any StoreBackend, options: InboxOptions) {
        let letters = options.deadLetters ?? key + InboxSettings.deadLetters
        let origin = view.origin(of: key)
        self.key = key
        place = origin.key
        store = origin.store
        settings = InboxSettings(
            maximumAttempts: options.maximumAttempts,
            deadLetters: letters,
            placeOfDeadLetters: view.origin(of: letters).key,
            isForDeadLetters: false
        )
        line = origin.store.coordinator.inboxLines.line(for: place)
        limits = view.limits
        refusal = limits.refusal(of: key)
    }

    /// What belongs to the dead letters of an inbox.
    init(deadLettersOf core: InboxCore) {
        key = core.settings.deadLetters
        place = core.settings.placeOfDeadLetters
        store = core.store
        settings = InboxSettings(
            maximumAttempts: nil,
            deadLetters: key + InboxSettings.deadLetters,
            placeOfDeadLetters: place + InboxSettings.deadLetters,
            isForDeadLetters: true
        )
        line = store.coordinator.inboxLines.line(for: place)
        limits = core.limits
        refusal = limits.refusal(of: key)
    }

    /// Works on the queue in one transaction.
    ///
    /// - Throws: ``StoreError/invalidKey(key:reason:)`` for a key that is none, and what `body` throws,
    ///   about the key as the inbox was asked for.
    func work<R: Sendable>(
        _ body: @Sendable (any MessageQueue) throws -> R
    ) async throws -> R {
        if let refusal { throw refusal }
        do {
            return try await work(on: store, body)
        } catch {
            throw named(error)
        }
    }

    private func work<R: Sendable>(
        on store: some StoreBackend,
        _ body: @Sendable (any MessageQueue) throws -> R
    ) async throws -> R {
        try await store.performTransaction { tx in
            let queue = try tx.backend.queue(at: place)
            try queue.settle()
            return try body(queue)
        }
    }

    /// Works on the queue at once, if the store can do that without waiting; else in a transaction.
    ///
    /// `body` returns nil where it needs a transaction, as it does to read or to make JSON.
    func workNow<R: Sendable>(
        _ body: (any MessageQueue) throws -> R?
    ) throws -> R? {
        if let refusal { throw refusal }
        var result: R?
        do {
            let isDone = try store.performOnQueueNow(at: place) { result = try body($0) }
            if !isDone { return nil }
        } catch {
            throw named(error)
        }
        return result
    }

    /// Throws for a key that is none.
    func checkKey() throws {
        if let refusal { throw refusal }
    }

    /// An error about the key as the inbox was asked for.
    @usableFromInline
    func named(_ error: any Error) -> any Error {
        guard let error = error as? StoreError, let found = error.key, found.hasSameBytes(as: place)
        else { return error }
        return error.about(key)
    }
}

/// How an inbox treats its messages.
struct InboxSettings: Sendable {
    let maximumAttempts: Int?
    let deadLetters: String
    /// The key of the dead letters in the store that really holds them.
    let placeOfDeadLetters: String
    /// Whether its messages are dead letters of another inbox.
    let isForDeadLetters: Bool

    /// What stands behind the key of an inbox in that of its dead letters.
    static let deadLetters = ":dead-letters"

    func lend(for lease: Duration) -> LendSettings {
        LendSettings(
            lease: lease,
            maximumAttempts: maximumAttempts,
            deadLetters: placeOfDeadLetters
        )
    }
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

    /// Throws unless a message is handed out at least once.
    func checkAttempts() throws(StoreError) {
        guard let most = settings.maximumAttempts, most < 1 else { return }
        throw StoreError.invalidLimit(most, reason: "a message is handed out at least once")
    }
}
