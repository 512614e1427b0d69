/// The name of something that a store keeps of a key beside its value.
///
/// No user can name or list it: it belongs to what the store does with the key, as the messages that
/// an inbox has lent do.
public struct MetadataID: Sendable, Hashable {
    /// The key that it belongs to.
    public var key: String
    /// What it is.
    public var kind: String
    /// Tells it from others of its kind; empty where there is only one.
    public var name: String

    /// Creates the name.
    public init(key: String, kind: String, name: String = "") {
        self.key = key
        self.kind = kind
        self.name = name
    }

    /// Whether two names are the same: by their bytes.
    public static func == (left: MetadataID, right: MetadataID) -> Bool {
        left.key.hasSameBytes(as: right.key) && left.kind.hasSameBytes(as: right.kind)
            && left.name.hasSameBytes(as: right.name)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        key.hashBytes(into: &hasher)
        kind.hashBytes(into: &hasher)
        name.hashBytes(into: &hasher)
    }
}

/// What a store keeps of a key beside its value.
public struct StoreMetadata: Sendable {
    /// What is kept.
    public var value: StoreValue
    /// When the store has to look at it; nil for never.
    ///
    /// It does not go by itself then: see ``MetadataBackend/dueMetadata(limit:)``.
    public var due: StoreInstant?

    /// Creates metadata.
    public init(value: StoreValue, due: StoreInstant? = nil) {
        self.value = value
        self.due = due
    }
}

/// A backend that keeps metadata of keys, of which its inboxes are made.
public protocol MetadataBackend: TransactionBackend {
    /// The time of the transaction.
    ///
    /// ``settleQueues()`` sets it to moments that have passed, for what was due then, and back.
    var instant: StoreInstant { get set }

    /// Returns the live entry at a key without its value. Has a default, `entry`.
    func entryWithoutValue(_ key: String) throws -> Entry<Void>?

    /// Returns metadata of a key; nil if there is none.
    func metadata(_ id: MetadataID) throws -> StoreMetadata?

    /// Sets metadata of a key, or removes it for nil.
    func setMetadata(_ id: MetadataID, to metadata: StoreMetadata?) throws

    /// Returns up to `limit` metadata of one kind of a key: those that are due first before the
    /// others, those that are never due last, and of those that are due together by the bytes of the
    /// names.
    func metadata(
        of key: String,
        kind: String,
        limit: Int
    ) throws -> [(name: String, metadata: StoreMetadata)]

    /// Returns up to `limit` names of metadata of any key that are due now, the earliest first.
    func dueMetadata(limit: Int) throws -> [MetadataID]
}

extension MetadataBackend {
    public func entryWithoutValue(_ key: String) throws -> Entry<Void>? {
        try entry(key).map { entry in
            Entry(value: (), revision: entry.revision, remainingLifetime: entry.remainingLifetime)
        }
    }
}
