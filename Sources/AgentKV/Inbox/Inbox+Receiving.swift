extension Inbox {
    /// Takes the first message, and waits for one where there is none.
    ///
    /// - Returns: The message.
    /// - Throws: `CancellationError`, ``StoreError/closed`` if the store is closed or goes,
    ///   ``StoreError/typeMismatch(key:reason:)`` if the first item is no `Message`: it stays.
    /// - Complexity: O(1) in memory; in stores that persist it may cost the list.
    @inlinable
    public func receive() async throws -> Message {
        let message = try core.receiveNow { $0.isExactly(Message.self) }
        if let message = message?.exactly(Message.self) { return message }
        return try await nextMessage()
    }

    @usableFromInline
    func nextMessage() async throws -> Message {
        guard let message = try await receive(within: nil) else { throw StoreError.closed }
        return message
    }

    /// Takes the first message, and waits for one where there is none, but not for ever.
    ///
    /// - Parameter timeout: How long to wait; zero to look once.
    /// - Returns: The message; nil if there was none in that time.
    /// - Throws: As ``receive()``; ``StoreError/invalidDuration(key:reason:)`` for a negative
    ///   `timeout`.
    public func receive(timeout: Duration) async throws -> Message? {
        try await receive(within: timeout)
    }

    /// Takes all messages that wait, at one moment.
    ///
    /// - Returns: The messages in their order; none where none wait.
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if one of the items is no `Message`: then
    ///   all stay.
    /// - Complexity: O(*n*).
    public func drain() async throws -> [Message] {
        if let messages = core.drainNow(where: { $0.isExactly(Message.self) }) {
            return messages.compactMap { $0.exactly(Message.self) }
        }
        return try await core.work { ledger in
            try ledger.settleLeases()
            let messages = try ledger.take(.max)
            for message in messages { try ledger.end(message) }
            let items = messages.map(\.item)
            return try items.decoded(as: Message.self, for: ledger.key, limits: ledger.tx.limits)
        }
    }

    /// Returns the first message that waits, and leaves it there; nil where none waits.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if it is no `Message`.
    public func peek() async throws -> Message? {
        try await core.work { ledger in
            try ledger.settleLeases()
            return try ledger.first().map { try ledger.decode($0, as: Message.self) }
        }
    }

    /// Counts the messages that wait; those that are lent do not.
    public func count() async throws -> Int {
        if let count = core.countNow() { return count }
        return try await core.work { ledger in
            try ledger.settleLeases()
            return try ledger.count()
        }
    }

    private func receive(within timeout: Duration?) async throws -> Message? {
        try await core.wait(timeout: timeout) {
            switch try core.look(where: { $0.isExactly(Message.self) }) {
            case .message(let value):
                if let message = value.exactly(Message.self) { return .found(message) }
            case .nothing: return .nothing(until: nil)
            case .needsTransaction, .needsListOfJSON: break
            }
            let now = core.coordinator.time.now()
            return try await core.work { ledger in
                try ledger.settleLeases()
                if let message = try ledger.take(1).first {
                    try ledger.end(message)
                    return .found(try ledger.decode(message.item, as: Message.self))
                }
                return .nothing(until: try ledger.timeToNextEnd().map { now.advanced(by: $0) })
            }
        }
    }
}

extension InboxLedger {
    /// A message in its own type.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``.
    func decode<Message: Decodable>(
        _ item: JSONValue,
        as type: Message.Type
    ) throws -> Message {
        do {
            return try item.decoded(as: type, maximumDepth: tx.limits.valueDepth)
        } catch {
            throw StoreError.typeMismatch(
                key: key,
                reason: "the first message is no \(type): \(error)"
            )
        }
    }
}
