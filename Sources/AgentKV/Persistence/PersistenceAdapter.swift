/// What a store in memory is written to, so that its entries outlive the process.
///
/// ```swift
/// let database = try await SQLiteDatabase(path: "agents.sqlite")
/// let kv = try await TransientStore(persistence: database.store(instance: "agents"))
/// ```
///
/// An adapter has two things to do: hand over what it holds when a store opens, and take in batches
/// of changes from then on. While a store is open it owns the adapter's keys: what others write to
/// them meanwhile is not seen. A second store of the same process on the same place is refused, where
/// the adapter says which place that is (``persistencePlace``).
///
/// The store promises:
///
/// - `load` is called once, before any `commit`; calls of `commit` never overlap.
/// - The first batch, while the store is being opened, names no key: it brings the revision behind
///   which the store goes on, so that none is issued twice, whatever is lost.
/// - Batches come in the order of the writes, and each is one moment of the keys it names: of
///   several writes to a key between two batches the last state is given. What one transaction
///   wrote is in one batch.
/// - The keys of a batch that failed are in the next one, as they are by then, together with what
///   was written since; and so on until one succeeds.
public protocol PersistenceAdapter: Sendable {
    /// Hands over every live entry, in pages, and returns the highest revision ever issued.
    ///
    /// - Parameter receive: Takes the next page, of any size; nothing is handed over twice.
    /// - Returns: The highest revision that an entry has, or that a batch has brought
    ///   (``PersistenceBatch/revision``), whichever is greater, or a
    ///   greater one still; 0 where there was none.
    /// - Throws: What keeps the adapter from reading; the store is then not opened.
    func load(_ receive: @Sendable ([PersistedEntry]) throws -> Void) async throws -> Revision

    /// Takes in a batch of changes, whole or not at all, and returns once they are durable.
    ///
    /// The same batch given twice does no harm: each change is the whole present state of its key.
    ///
    /// - Throws: What went wrong; then nothing of the batch has taken effect, or all of it has. A
    ///   ``StoreError`` that ``StoreError/isFinal`` says that no later batch can succeed either.
    func commit(_ batch: PersistenceBatch) async throws

    /// What tells the time that ``PersistedEntry/expiresAt`` is a moment of, where that is not the
    /// time of day of the store; nil where it is.
    ///
    /// An adapter has one if what it writes to has a time of its own, by which others, too, see what
    /// has expired: so a lifetime means the same moment in the store and there.
    var expiryClock: WallClock? { get }

    /// What the adapter writes to; nil where it cannot tell that from other places, which is the
    /// default.
    ///
    /// It stays the same for as long as the adapter lives.
    var persistencePlace: PersistencePlace? { get }
}

extension PersistenceAdapter {
    public var expiryClock: WallClock? { nil }

    public var persistencePlace: PersistencePlace? { nil }
}

/// What an entry is found by where it is written down.
///
/// Beside the value at a key a store writes down what it knows of the messages there: each of these has
/// a kind and a name. To an adapter they are entries like others, except that they stay after their
/// ``PersistedEntry/expiresAt``.
public struct PersistedID: Sendable, Hashable {
    /// The key.
    public var key: String
    /// Empty for the value at the key; else what it is that belongs to the key.
    public var kind: String
    /// Tells it from others of its kind.
    public var name: String

    /// Creates the id of a value, or of what belongs to one.
    public init(key: String, kind: String = "", name: String = "") {
        self.key = key
        self.kind = kind
        self.name = name
    }

    /// Whether it is the id of the value at a key.
    public var isValue: Bool { kind.isEmpty }

    /// Whether two ids are the same: by their bytes.
    public static func == (left: PersistedID, right: PersistedID) -> Bool {
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

/// An entry as it is written down: the value at a key, or what belongs to one.
public struct PersistedEntry: Sendable, Hashable {
    /// The key.
    public var key: String
    /// Empty for the value at the key: see ``PersistedID``.
    public var kind: String
    /// Tells it from others of its kind.
    public var name: String
    /// The value, as JSON text.
    public var json: String
    /// The number of the write that set it.
    public var revision: Revision
    /// When its lifetime ends: milliseconds since 1970-01-01 00:00 UTC; nil if it does not.
    ///
    /// A value is live before that moment and not at it. What has a ``kind`` stays until it is removed,
    /// and is handed over when a store is opened, also after that moment.
    public var expiresAt: Int64?

    /// What it is found by; no two entries that are written down have the same.
    public var id: PersistedID { PersistedID(key: key, kind: kind, name: name) }

    /// Creates an entry.
    public init(
        key: String,
        kind: String = "",
        name: String = "",
        json: String,
        revision: Revision,
        expiresAt: Int64? = nil
    ) {
        self.key = key
        self.kind = kind
        self.name = name
        self.json = json
        self.revision = revision
        self.expiresAt = expiresAt
    }
}

/// Changes that take effect together.
public struct PersistenceBatch: Sendable, Hashable {
    /// The present state of what is there; no ``PersistedEntry/id`` occurs twice in a batch.
    public var entries: [PersistedEntry]
    /// What is not there any more.
    public var removed: [PersistedID]
    /// The highest revision that the store has issued, also to entries that are gone by now, or
    /// behind which it goes on.
    public var revision: Revision

    /// Creates a batch.
    public init(entries: [PersistedEntry], removed: [PersistedID], revision: Revision) {
        self.entries = entries
        self.removed = removed
        self.revision = revision
    }
}
