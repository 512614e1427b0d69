extension Inbox {
    /// The messages as they come, each taken for good when it is handed over.
    ///
    /// ```swift
    /// for try await upload in uploads.messages { await show(upload) }
    /// ```
    ///
    /// It ends with the error of ``receive()`` only: `CancellationError` when the task is cancelled,
    /// ``StoreError/closed`` when the store is closed or goes. Several may run at once.
    public var messages: InboxMessages<Message> { InboxMessages(inbox: self) }

    /// The messages as they come, each lent when it is handed over.
    ///
    /// ```swift
    /// for try await delivery in jobs.deliveries(lease: .seconds(30)) {
    ///     try await run(delivery.message)
    ///     try await delivery.acknowledge()
    /// }
    /// ```
    ///
    /// It ends as ``messages`` does. Several may run at once.
    ///
    /// - Parameter lease: How long each is lent.
    public func deliveries(lease: Duration) -> InboxDeliveries<Message> {
        InboxDeliveries(inbox: self, lease: lease)
    }
}

/// The messages of an inbox as they come: see ``Inbox/messages``.
public struct InboxMessages<Message: Codable & Sendable>: AsyncSequence, Sendable {
    let inbox: Inbox<Message>

    public struct AsyncIterator: AsyncIteratorProtocol {
        let inbox: Inbox<Message>

        public mutating func next() async throws -> Message? {
            try await inbox.receive()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: inbox) }
}

/// The messages of an inbox as they come, lent: see ``Inbox/deliveries(lease:)``.
public struct InboxDeliveries<Message: Codable & Sendable>: AsyncSequence, Sendable {
    let inbox: Inbox<Message>
    let lease: Duration

    public struct AsyncIterator: AsyncIteratorProtocol {
        let inbox: Inbox<Message>
        let lease: Duration

        public mutating func next() async throws -> Delivery<Message>? {
            try await inbox.reserve(upTo: 1, lease: lease, within: nil).first
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: inbox, lease: lease) }
}
