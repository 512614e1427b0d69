/// How an ``Inbox`` treats its messages.
///
/// They are of the inbox value, not of the store: whoever works on a key should use the same ones.
public struct InboxOptions: Sendable, Hashable {
    /// How long a message lives that is sent without a lifetime of its own; nil for ever.
    public var ttl: Duration?
    /// For how long the id of a message is remembered, so that it is not sent a second time.
    public var deduplicationWindow: Duration
    /// How often a message is handed out for confirmed delivery, at most, before it goes to the
    /// dead letters; nil for as often as it takes.
    public var maximumAttempts: Int?
    /// The key of the inbox for dead letters; nil for that of the inbox with `:dead-letters` behind
    /// it.
    ///
    /// Where there is a ``maximumAttempts`` nothing is lent unless this is a key.
    public var deadLetters: String?

    /// Creates options; those not given are the usual ones.
    public init(
        ttl: Duration? = nil,
        deduplicationWindow: Duration = .seconds(300),
        maximumAttempts: Int? = nil,
        deadLetters: String? = nil
    ) {
        self.ttl = ttl
        self.deduplicationWindow = deduplicationWindow
        self.maximumAttempts = maximumAttempts
        self.deadLetters = deadLetters
    }
}

/// What became of a message that was sent.
public enum SendResult: Sendable, Hashable {
    /// It waits in the inbox, or has been received already.
    case sent
    /// A message of the same id was sent a short while ago, so this one was not.
    case duplicate
}
