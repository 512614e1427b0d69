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
    /// - Parameters:
    ///   - max: How many messages to lend at most.
    ///   - lease: How long they are lent.
    ///   - timeout: How long to wait where there is none.
    /// - Returns: Messages in their order, at least one unless the time is up.
    /// - Throws: `CancellationError`, ``StoreError/closed`` if the store is closed or goes,
    ///   ``StoreError/invalidDuration(key:reason:)`` for a `lease` that is not positive or a negative
    ///   `timeout`, ``StoreError/invalidLimit(_:reason:)``, ``StoreError/invalidKey(key:reason:)``
    ///   also for that of the dead letters, where messages may go there,
    ///   ``StoreError/typeMismatch(key:reason:)`` if the first item is no `Message`: it stays. In
    ///   memory ``StoreError/invalidValue(key:reason:)`` if a message that waits cannot be JSON: all
    ///   stay, and ``receive()`` takes them.
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
        try checkAttempts()
        try core.checkDeadLetters()
        if limit == 0 { return [] }
        let deliveries = try await core.wait(timeout: timeout) {
            try core.encodeMessages()
            let now = core.coordinator.time.now()
            return try await core.work { ledger -> InboxLook<[Delivery<Message>]> in
                try ledger.settleLeases()
                let reserved = try ledger.reserve(limit, for: lease, as: Message.self)
                if reserved.isEmpty {
                    return .nothing(until: try ledger.timeToNextEnd().map { now.advanced(by: $0) })
                }
                return .found(
                    reserved.map { lent, message in
                        Delivery(message: message, lent: lent, core: core)
                    }
                )
            }
        }
        return deliveries ?? []
    }

    private func checkAttempts() throws {
        guard let most = options.maximumAttempts, most < 1 else { return }
        throw StoreError.invalidLimit(most, reason: "a message is handed out at least once")
    }
}

extension InboxLedger {
    /// Lends messages; where one is of another type, those before it.
    mutating func reserve<Message: Decodable>(
        _ limit: Int,
        for lease: Duration,
        as type: Message.Type
    ) throws -> [(QueuedMessage, Message)] {
        let taken = try take(limit)
        var decoded: [Message] = []
        for message in taken {
            do {
                decoded.append(try decode(message.item, as: type))
            } catch {
                if decoded.isEmpty { throw error }
                break
            }
        }
        try putFirst(Array(taken[decoded.count...]))
        return Array(zip(try lend(Array(taken[..<decoded.count]), for: lease), decoded))
    }
}
