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
    ///
    /// That of ``Kind/current`` is one after which everything that happens follows. That of
    /// ``Kind/restarted`` is 0.
    public let revision: Revision
    /// What happened.
    public let kind: Kind
    /// What has happened to a message of the inbox at the key; nil for a change that does not come from
    /// an inbox.
    ///
    /// An acknowledged message has left the list before: its change has the value that is there.
    public let message: MessageEvent?
    /// Whether ``bytes`` counts for the value too, as it does at once where that lies in place.
    let isMeasured: Bool
    /// It stands here because there is room beside what kind of change it is.
    private var measure: UInt32
    @usableFromInline
    let content: StoreValue?
    /// The deepest nesting that the store allows.
    @usableFromInline
    let valueDepth: Int

    /// Creates a change, for a store to publish.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - revision: The number of the change.
    ///   - kind: What happened.
    ///   - value: The value that was set; nil where the key has gone.
    ///   - message: What has happened to a message of the inbox at the key.
    public init(
        key: String,
        revision: Revision,
        kind: Kind,
        value: StoreValue? = nil,
        message: MessageEvent? = nil
    ) {
        self.message = message
        self.key = key
        self.revision = revision
        self.kind = kind
        content = value
        valueDepth = StoreLimits.valueDepth
        let inPlace = if let value { value.bytesInPlace } else { 0 as Int? }
        isMeasured = inPlace != nil
        measure = UInt32(
            clamping: MemoryLayout<StoreChange>.stride + key.bytesElsewhere + (inPlace ?? 0)
        )
    }

    /// A change as the subscriber of a view gets it, whose keys are shorter.
    init(_ change: StoreChange, withoutFirst bytes: Int, valueDepth: Int) {
        key =
            bytes == 0 || change.key.isEmpty
            ? change.key : String(decoding: change.key.utf8.dropFirst(bytes), as: UTF8.self)
        revision = change.revision
        kind = change.kind
        message = change.message
        content = change.content
        self.valueDepth = valueDepth
        isMeasured = change.isMeasured
        measure = change.measure
    }

    /// About how many bytes it takes, as far as that is known; of more than 4 GiB it says that many.
    var bytes: Int {
        get { Int(measure) }
        set { measure = UInt32(clamping: newValue) }
    }
}

extension StoreChange {
    /// Returns the value that was set, read as a `V`; nil where the key has gone, and for a notice.
    ///
    /// It is the value of this change, whatever has been written since.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if another type was stored and JSON does
    ///   not lead from it to `V`.
    /// - Complexity: O(1) if the value was stored as a `V`, one encoding and decoding otherwise.
    @inlinable
    public func value<V: Codable & Sendable>(as type: V.Type) throws -> V? {
        try content?.value(as: type, for: key, limits: StoreLimits(valueDepth: valueDepth))
    }

    /// Returns the value that was set as JSON; nil where the key has gone, and for a notice.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)`` where the value cannot be JSON.
    public func json() throws -> JSONValue? {
        try content?.json(for: key, limits: StoreLimits(valueDepth: valueDepth))
    }
}
