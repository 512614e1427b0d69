import Synchronization

/// A message that is lent to whoever works on it.
///
/// It comes back to its inbox when the lease ends, unless it is acknowledged before.
public struct Delivery<Message: Codable & Sendable>: Sendable {
    /// The message.
    public let message: Message
    /// How often it has been lent, this time included: from 1.
    public let attempt: Int
    /// Tells it from the other messages of its inbox; the same at each attempt.
    public var id: String { number.text }
    /// Why it is a dead letter; nil for a message that is none.
    public let reason: String?
    let number: MessageNumber
    private let core: InboxCore
    private let lease: LeaseEnd

    init(
        _ message: Message,
        _ number: MessageNumber,
        _ lent: LentMessage,
        leased: Duration,
        core: InboxCore
    ) {
        self.message = message
        self.number = number
        self.core = core
        attempt = lent.info.attempts
        reason = lent.info.reason
        lease = LeaseEnd(core.coordinator.time.now().advanced(by: leased))
    }

    /// How long its lease lasts from now on, in the time of its store; zero once it has ended.
    ///
    /// It follows ``extend(lease:)`` and no other call: ``isHeld()`` asks the store.
    public var remainingLease: Duration {
        let now = core.coordinator.time.now()
        return max(.nanoseconds(lease.moment.nanoseconds) - .nanoseconds(now.nanoseconds), .zero)
    }

    /// Returns whether the message is still lent to this delivery: neither acknowledged, released nor
    /// deleted, its lease not ended, and itself not expired.
    ///
    /// - Throws: ``StoreError/closed``.
    public func isHeld() async throws -> Bool {
        let (number, attempt) = (number, attempt)
        let look: @Sendable (any MessageQueue) throws -> Bool = { queue in
            do {
                _ = try queue.held(number, by: attempt)
                return true
            } catch StoreError.notReserved {
                return false
            }
        }
        if let isHeld = try core.workNow(look) { return isHeld }
        return try await core.work(look)
    }

    /// Ends the message: it has been dealt with.
    ///
    /// - Throws: ``StoreError/notReserved(key:reason:)`` if it has been acknowledged, released or
    ///   deleted, if it has expired, or if the lease has ended, so that somebody else may get the
    ///   message, or has; ``StoreError/closed``.
    /// - Complexity: O(log *n*) in the messages that are lent.
    public func acknowledge() async throws {
        let (number, attempt) = (number, attempt)
        try await change { try $0.acknowledge(number, by: attempt) }
    }

    /// Ends the message in a transaction, together with what else is written there.
    ///
    /// ```swift
    /// try await store.transaction { tx in
    ///     try tx.set("result:\(delivery.id)", to: result)
    ///     try delivery.acknowledge(in: &tx)
    /// }
    /// ```
    ///
    /// - Parameter transaction: A transaction of the store of the inbox, or of a scope of it.
    /// - Throws: As ``acknowledge()``; also where the transaction is of another store.
    public func acknowledge(in transaction: inout StoreTransaction) throws {
        let backend = transaction.backend.root
        guard backend.coordinator === core.coordinator else {
            throw StoreError.notReserved(
                key: core.key,
                reason: "the transaction is of another store than the inbox"
            )
        }
        do {
            let queue = try backend.queue(at: core.place)
            try queue.settle()
            try queue.acknowledge(number, by: attempt)
        } catch {
            throw core.named(error)
        }
    }

    /// Gives the message back, to be lent again ahead of those that came later.
    ///
    /// After ``InboxOptions/maximumAttempts`` it goes to the dead letters at once.
    ///
    /// - Parameter delay: After how long it can be lent again.
    /// - Throws: ``StoreError/notReserved(key:reason:)`` as ``acknowledge()``,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a negative `delay`.
    public func release(after delay: Duration = .zero) async throws {
        try core.check(delay, as: "a delay")
        let (number, attempt) = (number, attempt)
        try await change { try $0.release(number, by: attempt, after: delay) }
        core.line.lookAgain()
    }

    /// Begins the lease anew.
    ///
    /// - Parameter lease: How long the message is lent from now on.
    /// - Throws: ``StoreError/notReserved(key:reason:)`` as ``acknowledge()``,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a `lease` that is not positive.
    public func extend(lease: Duration) async throws {
        try core.checkLease(lease)
        let (number, attempt) = (number, attempt)
        let end = core.coordinator.time.now().advanced(by: lease)
        try await change { try $0.extend(number, by: attempt, lease: lease) }
        self.lease.moment = end
        core.line.lookAgain()
    }

    private func change(
        _ body: @Sendable (any MessageQueue) throws -> Void
    ) async throws {
        if try core.workNow(body) != nil { return }
        try await core.work(body)
    }
}

/// When the lease of a delivery ends, as far as its holder knows.
private final class LeaseEnd: Sendable {
    private let nanoseconds: Atomic<Int64>

    init(_ moment: Moment) {
        nanoseconds = Atomic(moment.nanoseconds)
    }

    var moment: Moment {
        get { Moment(nanoseconds: nanoseconds.load(ordering: .relaxed)) }
        set { nanoseconds.store(newValue.nanoseconds, ordering: .relaxed) }
    }
}
