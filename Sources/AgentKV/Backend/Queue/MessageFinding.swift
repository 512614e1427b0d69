/// What a look for a message has found that neither reads nor makes JSON.
public enum MessageFinding: Sendable {
    /// The first message, which has been taken.
    case message(StoreValue)
    /// None waits, none is lent, and none comes back.
    case nothing
    /// That takes a transaction.
    case unknown
}
