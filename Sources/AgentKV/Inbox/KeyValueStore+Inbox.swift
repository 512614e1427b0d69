extension KeyValueStore {
    /// Returns the inbox at a key.
    ///
    /// - Parameters:
    ///   - key: The key of the list that holds the messages.
    ///   - type: What the messages are.
    ///   - options: How it treats them.
    public func inbox<Message: Codable & Sendable>(
        _ key: String,
        of type: Message.Type,
        options: InboxOptions = InboxOptions()
    ) -> Inbox<Message> {
        Inbox(key, of: self, options: options)
    }

    /// Returns the inbox at a key that is sent no message twice.
    ///
    /// ```swift
    /// let mail = store.inbox(
    ///     "inbox:mail",
    ///     of: Upload.self,
    ///     deduplicatingBy: \.id,
    ///     within: .seconds(300)
    /// )
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key of the list that holds the messages.
    ///   - type: What the messages are.
    ///   - id: What tells messages apart; compared as JSON.
    ///   - window: For how long an id is remembered after it was sent, also once its message has
    ///     been received.
    ///   - options: How it treats its messages; `window` takes the place of theirs.
    public func inbox<Message: Codable & Sendable, ID: Codable & Sendable>(
        _ key: String,
        of type: Message.Type,
        deduplicatingBy id: any KeyPath<Message, ID> & Sendable,
        within window: Duration,
        options: InboxOptions = InboxOptions()
    ) -> Inbox<Message> {
        var options = options
        options.deduplicationWindow = window
        return Inbox(key, of: self, options: options) { message in
            try JSONValue(encoding: message[keyPath: id])
        }
    }
}
