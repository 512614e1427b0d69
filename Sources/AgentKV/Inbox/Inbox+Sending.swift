extension Inbox {
    /// Sends a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - ttl: How long it lives while nobody takes it; nil for what the options say.
    /// - Returns: Whether it was sent, or is a duplicate by the id of the inbox.
    /// - Throws: ``StoreError/invalidTTL(key:reason:)``, ``StoreError/notAList(key:reason:)`` if
    ///   another value is stored at the key, ``StoreError/invalidValue(key:reason:)`` for a message
    ///   that cannot be JSON (in memory, where nothing asks for JSON, that need not show).
    /// - Complexity: O(1) in memory; in stores that persist it may cost the list.
    @discardableResult
    @inlinable
    public func send(_ message: Message, ttl: Duration? = nil) async throws -> SendResult {
        if ttl == nil, isPlain {
            let value = try StoreValue.checked(message, for: core.key, limits: core.limits)
            if try core.sendNow(value) { return .sent }
        }
        return try await send(contentsOf: CollectionOfOne(message), ttl: ttl)[0]
    }

    /// Whether a message without a lifetime of its own is nothing but an item of the list.
    @usableFromInline
    var isPlain: Bool { idOf == nil && options.ttl == nil }

    /// Sends a message, unless one of the same id was sent within the window of the options.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - id: Tells it from others; compared as JSON.
    ///   - ttl: How long it lives while nobody takes it; nil for what the options say.
    /// - Returns: Whether it was sent, or is a duplicate.
    /// - Throws: As ``send(_:ttl:)``; ``StoreError/invalidDuration(key:reason:)`` if the window is
    ///   not positive.
    @discardableResult
    public func send(
        _ message: Message,
        id: some Codable & Sendable,
        ttl: Duration? = nil
    ) async throws -> SendResult {
        let id = try json(of: message) { _ in try JSONValue(encoding: id) }
        return try await send([(message, id)], ttl: ttl)[0]
    }

    /// Sends messages, all at one moment or none.
    ///
    /// - Returns: For each of them whether it was sent, or is a duplicate by the id of the inbox.
    /// - Throws: As ``send(_:ttl:)``.
    @discardableResult
    public func send(
        contentsOf messages: some Sequence<Message>,
        ttl: Duration? = nil
    ) async throws -> [SendResult] {
        let messages = try messages.map { message in
            (message, try idOf.map { try json(of: message, $0) })
        }
        return try await send(messages, ttl: ttl)
    }

    private func send(
        _ messages: [(message: Message, id: JSONValue?)],
        ttl: Duration?
    ) async throws -> [SendResult] {
        let ttl = ttl ?? options.ttl
        if let ttl { try core.limits.checkTTL(ttl, of: key) }
        let ids = try messages.map { message, id in
            try id.map { try json(of: message, idText: $0) }
        }
        let settings = SendSettings(
            ttl: ttl,
            window: options.deduplicationWindow,
            maximumIDs: options.maximumRememberedIDs
        )
        try check(settings, ids)
        let typed = try zip(messages, ids).map { message, id in
            let value = try StoreValue.checked(message.message, for: key, limits: core.limits)
            return OutgoingMessage(item: value, id: id)
        }
        if let results = try core.workNow({ try $0.send(typed, settings) }) { return results }
        let encoded = try zip(messages, ids).map { message, id in
            let item = try json(of: message.message) {
                try JSONValue(encoding: $0, maximumDepth: core.limits.itemDepth)
            }
            return OutgoingMessage(item: StoreValue(json: item), id: id)
        }
        return try await core.work { try $0.send(encoded, settings) }
    }

    private func check(_ settings: SendSettings, _ ids: [String?]) throws(StoreError) {
        if ids.allSatisfy({ $0 == nil }) { return }
        if settings.window <= .zero {
            throw .invalidDuration(
                key: key,
                reason: "the window in which ids are remembered has to be positive"
            )
        }
        if settings.maximumIDs < 1 {
            throw .invalidLimit(
                settings.maximumIDs,
                reason: "an inbox that is sent no message twice remembers one id at least"
            )
        }
    }

    private func json(of message: Message, idText id: JSONValue) throws -> String {
        do {
            return try id.canonicalText()
        } catch {
            throw StoreError.invalidValue(key: key, reason: "the id of a message: \(error)")
        }
    }

    private func json(
        of message: Message,
        _ encode: (Message) throws -> JSONValue
    ) throws -> JSONValue {
        do {
            return try encode(message)
        } catch {
            throw StoreError.invalidValue(key: key, reason: "\(error)")
        }
    }
}

extension InboxCore {
    /// Sends a message at once; false if that takes a transaction.
    @usableFromInline
    func sendNow(_ message: StoreValue) throws -> Bool {
        // A key of a scope may be none although its place in the store is one.
        try checkKey()
        do {
            return try store.performSendNow(message, to: place)
        } catch {
            throw named(error)
        }
    }
}
