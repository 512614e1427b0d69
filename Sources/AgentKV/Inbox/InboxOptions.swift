/// How an ``Inbox`` treats its messages.
///
/// They are of the inbox value, not of the store: whoever works on a key should use the same ones.
public struct InboxOptions: Sendable, Hashable {
    /// How long a message lives that is sent without a lifetime of its own; nil for as long as the
    /// list at the key, which has no lifetime unless somebody gave it one.
    ///
    /// A message never outlives the list that it waits in, whatever its own lifetime.
    public var ttl: Duration?
    /// For how long the id of a message is remembered, so that it is not sent a second time.
    ///
    /// A message that becomes a dead letter is forgotten at once, so that it can be sent again.
    public var deduplicationWindow: Duration
    /// How many ids are remembered at most; beyond that, those whose window ends first are forgotten.
    public var maximumRememberedIDs: Int
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
        maximumRememberedIDs: Int = 100_000,
        maximumAttempts: Int? = nil,
        deadLetters: String? = nil
    ) {
        self.ttl = ttl
        self.maximumRememberedIDs = maximumRememberedIDs
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
