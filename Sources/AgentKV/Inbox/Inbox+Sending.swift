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
        let window = options.deduplicationWindow
        let parcels = try messages.map { message, id in
            Parcel(
                item: try json(of: message) {
                    try JSONValue(encoding: $0, maximumDepth: core.limits.itemDepth)
                },
                id: try id.map { try json(of: message, idText: $0) }
            )
        }
        if window <= .zero, parcels.contains(where: { $0.id != nil }) {
            throw StoreError.invalidDuration(
                key: key,
                reason: "the window in which ids are remembered has to be positive"
            )
        }
        return try await core.work { try $0.send(parcels, ttl: ttl, window: window) }
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

/// A message on its way into an inbox.
struct Parcel: Sendable {
    let item: JSONValue
    /// The text of its id; nil where it has none.
    let id: String?
}

extension InboxLedger {
    /// Appends what is no duplicate.
    mutating func send(
        _ parcels: [Parcel],
        ttl: Duration?,
        window: Duration
    ) throws -> [SendResult] {
        var results: [SendResult] = []
        var items: [JSONValue] = []
        for parcel in parcels {
            if let id = parcel.id {
                if try tx.note(InboxNote.id(id), of: key) != nil {
                    results.append(.duplicate)
                    continue
                }
                let remembered = StoreValue(true)
                try tx.setNote(InboxNote.id(id), of: key, to: remembered, ttl: window)
            }
            items.append(parcel.item)
            results.append(.sent)
        }
        try append(items, ttl: ttl)
        return results
    }
}
