/// A change of one key, or a word about what follows: an element of ``StoreChanges``.
public struct StoreChange: Sendable {
    /// What can happen.
    @nonexhaustive
    public enum Kind: String, Sendable, Hashable {
        /// A value was set, also one that is equal to the one before.
        case set
        /// The key was deleted.
        case deleted
        /// The lifetime of the key ended.
        case expired
        /// The key had to make room for others.
        case evicted
        /// The list at the key was taken, and the key went with it.
        case popped
        /// What happened before is no longer known: the present state follows, and what is not in it
        /// is gone.
        case restarted
        /// The present state has been told: from here on it is what happens.
        case current
    }

    /// The key; empty for ``Kind/restarted`` and ``Kind/current``.
    public let key: String
    /// The number of the change: that of the write, or one of its own where a key has gone.
    public let revision: Revision
    /// What happened.
    public let kind: Kind
    let content: StoreValue?

    /// Creates a change, for a store to publish.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - revision: The number of the change.
    ///   - kind: What happened.
    ///   - value: The value that was set; nil where the key has gone.
    public init(key: String, revision: Revision, kind: Kind, value: StoreValue? = nil) {
        self.key = key
        self.revision = revision
        self.kind = kind
        content = value
    }
}
