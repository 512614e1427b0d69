/// A message that is lent to whoever works on it.
///
/// It comes back to its inbox when the lease ends, unless it is acknowledged before.
public struct Delivery<Message: Codable & Sendable>: Sendable {
    /// The message.
    public let message: Message
    /// How often it has been handed out, this time included: from 1.
    public let attempt: Int
    /// Tells it from the other messages of its inbox; the same at each attempt.
    public var id: String { number.text }
    private let number: MessageNumber
    private let core: InboxCore

    init(message: Message, lent: QueuedMessage, core: InboxCore) {
        self.message = message
        attempt = lent.attempts
        number = lent.number ?? MessageNumber(revision: 0, index: 0)
        self.core = core
    }

    /// Says that the message has been dealt with: it is gone.
    ///
    /// - Throws: ``StoreError/notReserved(key:reason:)`` if it has been acknowledged or released, or
    ///   the lease has ended, so that somebody else may get it, or has; ``StoreError/closed``.
    public func acknowledge() async throws {
        try await core.work { ledger in
            let message = try ledger.giveUp(number, attempt: attempt)
            try ledger.end(message)
        }
    }

    /// Gives the message back, to be handed out again ahead of those that came later.
    ///
    /// After ``InboxOptions/maximumAttempts`` it goes to the dead letters.
    ///
    /// - Parameter delay: After how long it can be handed out again.
    /// - Throws: ``StoreError/notReserved(key:reason:)`` as ``acknowledge()``,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a negative `delay`.
    public func release(after delay: Duration = .zero) async throws {
        try core.check(delay, as: "a delay")
        try await core.work { ledger in
            if delay > .zero {
                try ledger.checkHeld(number, attempt: attempt)
                // Lent to nobody until then.
                try ledger.hold(number, as: 0, for: delay)
                try ledger.expectEnd(after: delay)
            } else {
                try ledger.giveBack([ledger.giveUp(number, attempt: attempt)])
            }
        }
        core.line.lookAgain()
    }

    /// Begins the lease anew.
    ///
    /// - Parameter lease: How long the message is lent from now on.
    /// - Throws: ``StoreError/notReserved(key:reason:)`` as ``acknowledge()``,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a `lease` that is not positive.
    public func extend(lease: Duration) async throws {
        try core.checkLease(lease)
        try await core.work { ledger in
            try ledger.checkHeld(number, attempt: attempt)
            try ledger.hold(number, as: attempt, for: lease)
            try ledger.expectEnd(after: lease)
        }
        core.line.lookAgain()
    }
}
