extension Inbox {
    /// Lends up to `max` messages, which come back unless they are acknowledged in time.
    ///
    /// ```swift
    /// for delivery in try await jobs.reserve(max: 10, lease: .seconds(30)) {
    ///     try await run(delivery.message)
    ///     try await delivery.acknowledge()
    /// }
    /// ```
    ///
    /// An item that cannot be read as a `Message` holds nobody up: lending it counts as an attempt, and
    /// the next one is lent.
    ///
    /// - Parameters:
    ///   - max: How many messages to lend at most.
    ///   - lease: How long they are lent.
    ///   - timeout: How long to wait where there is none.
    /// - Returns: Messages in their order, at least one unless the time is up.
    /// - Throws: `CancellationError`, ``StoreError/closed``,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a `lease` that is not positive or a negative
    ///   `timeout`, ``StoreError/invalidLimit(_:reason:)``, ``StoreError/invalidKey(key:reason:)``
    ///   also for that of the dead letters, where messages may go there. In
    ///   ``PersistenceMode/writeThrough`` ``StoreError/notYetDurable(key:reason:)``: then the messages
    ///   wait again, and it does not count as an attempt.
    /// - Complexity: O(log *n*) in the messages that are lent, for each one; in stores that persist it
    ///   may cost the list.
    public func reserve(
        max: Int = 1,
        lease: Duration,
        timeout: Duration = .zero
    ) async throws -> [Delivery<Message>] {
        try await reserve(upTo: max, lease: lease, within: timeout)
    }

    func reserve(
        upTo limit: Int,
        lease: Duration,
        within timeout: Duration?
    ) async throws -> [Delivery<Message>] {
        try core.limits.checkCount(limit)
        try core.checkLease(lease)
        try core.checkAttempts()
        try core.checkDeadLetters()
        if limit == 0 { return [] }
        let settings = core.settings.lend(for: lease)
        let deliveries = try await core.wait(timeout: timeout) {
            if let found = try reserveNow(limit, settings) { return found }
            return try await reserveInTransaction(limit, settings)
        }
        return deliveries ?? []
    }

    /// Lends messages that are stored as `Message`; nil where some have to be read, or the store waits.
    private func reserveNow(
        _ limit: Int,
        _ settings: LendSettings
    ) throws -> InboxLook<[Delivery<Message>]>? {
        let look = try core.workNow { queue -> InboxLook<[Lent<Message>]>? in
            let fits = try queue.firstWaiting(limit, are: { $0.isExactly(Message.self) })
            guard fits else { return nil }
            let lent = try queue.lend(limit, settings)
            if lent.isEmpty { return .nothing(until: try queue.timeToNextEvent()) }
            return .found(
                lent.compactMap { number, message in
                    message.item.exactly(Message.self).map { Lent($0, number, message) }
                }
            )
        }
        return look.map { deliveries($0, settings.lease) }
    }

    private func reserveInTransaction(
        _ limit: Int,
        _ settings: LendSettings
    ) async throws -> InboxLook<[Delivery<Message>]> {
        let reserved = Lock<[(number: MessageNumber, attempt: Int)]>([])
        do {
            let look = try await core.work { queue -> InboxLook<[Lent<Message>]> in
                let lent = try queue.lend(limit, settings, as: Message.self)
                reserved.withLock { $0 = lent.map { ($0.number, $0.lent.info.attempts) } }
                if lent.isEmpty { return .nothing(until: try queue.timeToNextEvent()) }
                return .found(lent)
            }
            return deliveries(look, settings.lease)
        } catch StoreError.notYetDurable(let key, let reason) {
            // Nobody has got them.
            let lent = reserved.withLock(\.self)
            try? await core.work { try $0.takeBack(lent) }
            throw StoreError.notYetDurable(key: key, reason: reason)
        }
    }

    private func deliveries(
        _ look: InboxLook<[Lent<Message>]>,
        _ lease: Duration
    ) -> InboxLook<[Delivery<Message>]> {
        switch look {
        case .nothing(let moment): .nothing(until: moment)
        case .found(let lent):
            .found(
                lent.map { Delivery($0.message, $0.number, $0.lent, leased: lease, core: core) }
            )
        }
    }
}

/// A message that is lent, in its own type.
struct Lent<Message: Sendable>: Sendable {
    let message: Message
    let number: MessageNumber
    let lent: LentMessage

    init(_ message: Message, _ number: MessageNumber, _ lent: LentMessage) {
        self.message = message
        self.number = number
        self.lent = lent
    }
}

extension MessageQueue {
    /// Lends messages that can be read as a type; those that cannot have been lent too, and are
    /// released.
    func lend<Message: Codable & Sendable>(
        _ limit: Int,
        _ settings: LendSettings,
        as type: Message.Type
    ) throws -> [Lent<Message>] {
        var read: [Lent<Message>] = []
        var unread: [LentMessage] = []
        while read.count < limit {
            let lent = try lend(limit - read.count, settings)
            if lent.isEmpty { break }
            for (number, message) in lent {
                switch try message.item.reading(as: type, limits: limits) {
                case .success(let content): read.append(Lent(content, number, message))
                case .failure(let reason):
                    var message = message
                    // One that comes back to the list is no dead letter, and has no reason.
                    if message.deadLetters != nil { message.info.reason = reason.text }
                    unread.append(message)
                }
            }
        }
        try giveBack(unread)
        return read
    }

    /// How long it takes until a lease ends or a message expires; nil where none does.
    func timeToNextEvent() throws -> Duration? {
        guard let next = try nextEvent() else { return nil }
        return try now().duration(to: next)
    }
}

/// Why an item cannot be read as a message.
struct Unreadable: Error {
    let text: String
}

extension StoreValue {
    /// Reads an item in a type, or says why that cannot be.
    func reading<Message: Codable & Sendable>(
        as type: Message.Type,
        limits: StoreLimits
    ) throws -> Result<Message, Unreadable> {
        do {
            return .success(try value(as: type, for: "", limits: limits))
        } catch let error as StoreError {
            return .failure(Unreadable(text: error.reason))
        }
    }
}
