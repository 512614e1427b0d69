extension Inbox {
    /// Takes the first message, and waits for one where there is none.
    ///
    /// An item that cannot be read as a `Message` goes to the ``deadLetters``, and the next is taken.
    ///
    /// - Returns: The message.
    /// - Throws: `CancellationError`, ``StoreError/closed``.
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
    /// Items that cannot be read as a `Message` go to the ``deadLetters``.
    ///
    /// - Returns: The messages in their order; none where none wait.
    /// - Complexity: O(*n*).
    public func drain() async throws -> [Message] {
        let drained = try core.workNow { queue -> [Message]? in
            guard try queue.firstWaiting(.max, are: { $0.isExactly(Message.self) }) else {
                return nil
            }
            return try queue.take(.max).compactMap { $0.item.exactly(Message.self) }
        }
        if let drained { return drained }
        let settings = core.settings
        return try await core.work { queue in
            try queue.take(.max, as: Message.self, settings)
        }
    }

    /// Returns the first message that waits, and leaves it there; nil where none waits.
    ///
    /// Items that cannot be read as a `Message` are passed over: see ``peekJSON(limit:)``.
    public func peek() async throws -> Message? {
        try await core.work { queue in
            for message in try queue.firstWaiting(.max) {
                if case .success(let message) = try message.item.reading(
                    as: Message.self,
                    limits: queue.limits
                ) {
                    return message
                }
            }
            return nil
        }
    }

    /// Returns up to `limit` items that wait, as JSON and also those that are no `Message`, and leaves
    /// them there.
    public func peekJSON(limit: Int = 1) async throws -> [JSONValue] {
        try core.limits.checkCount(limit)
        return try await core.work { queue in
            try queue.firstWaiting(limit).map {
                try $0.item.json(for: queue.key, limits: queue.limits)
            }
        }
    }

    /// Counts the messages that wait; those that are lent do not.
    public func count() async throws -> Int {
        if let count = try core.workNow({ try $0.waitingCount() }) { return count }
        return try await core.work { try $0.waitingCount() }
    }

    private func receive(within timeout: Duration?) async throws -> Message? {
        try await core.wait(timeout: timeout) {
            let settings = core.settings
            if let found = try core.lookNow(where: { $0.isExactly(Message.self) }) {
                switch found {
                case .found(let value):
                    if let message = value.exactly(Message.self) { return .found(message) }
                case .nothing(let moment): return .nothing(until: moment)
                }
            }
            return try await core.work { queue in
                if let message = try queue.take(1, as: Message.self, settings).first {
                    return .found(message)
                }
                return .nothing(until: try queue.timeToNextEvent())
            }
        }
    }
}

extension InboxCore {
    /// Takes the first message if it `fits` and nobody is before the caller; nil if there is none, or
    /// it takes a transaction.
    ///
    /// - Throws: `CancellationError` if the task is cancelled.
    @usableFromInline
    func receiveNow(where fits: (borrowing StoreValue) -> Bool) throws -> StoreValue? {
        try checkKey()
        if line.isOccupied { return nil }
        if Task.isCancelled { throw CancellationError() }
        if case .message(let message) = try store.performReceiveNow(from: place, where: fits) {
            return message
        }
        return nil
    }

    /// The same for who is the first in line; nil if it takes a transaction.
    func lookNow(
        where fits: (borrowing StoreValue) -> Bool
    ) throws -> InboxLook<StoreValue>? {
        try checkKey()
        switch try store.performReceiveNow(from: place, where: fits) {
        case .message(let message): return .found(message)
        case .nothing: return .nothing(until: nil)
        case .unknown: break
        }
        return try workNow { queue in
            if try queue.waitingCount() == 0 { return .nothing(until: try queue.timeToNextEvent()) }
            guard try queue.firstWaiting(1, are: fits) else { return nil }
            return try queue.take(1).first.map { .found($0.item) }
        }
    }
}

extension MessageQueue {
    /// Takes up to `limit` messages for good that can be read as a type; what cannot becomes a dead
    /// letter, or stays where it is one already.
    func take<Message: Codable & Sendable>(
        _ limit: Int,
        as type: Message.Type,
        _ settings: InboxSettings
    ) throws -> [Message] {
        if settings.isForDeadLetters { return try takeReadable(limit, as: type) }
        var read: [Message] = []
        while read.count < limit {
            let taken = try take(limit - read.count)
            if taken.isEmpty { break }
            for (index, message) in taken.enumerated() {
                switch try message.item.reading(as: type, limits: limits) {
                case .success(let content): read.append(content)
                case .failure(let error):
                    try bury(
                        message,
                        index,
                        in: settings.placeOfDeadLetters,
                        reason: error.text
                    )
                }
            }
        }
        return read
    }

    private func takeReadable<Message: Codable & Sendable>(
        _ limit: Int,
        as type: Message.Type
    ) throws -> [Message] {
        let waiting = try firstWaiting(.max)
        var read: [Message] = []
        // Those before the first that cannot be read are taken in one.
        for message in waiting.prefix(limit) {
            guard case .success(let content) = try message.item.reading(as: type, limits: limits)
            else { break }
            read.append(content)
        }
        if !read.isEmpty { _ = try takeFirst(read.count, as: .taken) }
        var place = 0
        for message in waiting.dropFirst(read.count) where read.count < limit {
            if case .success(let content) = try message.item.reading(as: type, limits: limits) {
                _ = try take(at: place, as: .taken)
                read.append(content)
            } else {
                place += 1
            }
        }
        return read
    }
}
