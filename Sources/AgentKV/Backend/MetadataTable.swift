/// Metadata of keys in memory, for stores that keep it there: see ``MetadataBackend``.
public struct MetadataTable: Sendable {
    private var found: [MetadataID: StoreMetadata] = [:]

    /// Creates an empty table.
    public init() {}

    /// The metadata of a name.
    public subscript(id: MetadataID) -> StoreMetadata? {
        get { found[id] }
        set { found[id] = newValue }
    }

    /// Returns up to `limit` metadata of one kind of a key, as
    /// ``MetadataBackend/metadata(of:kind:limit:)`` has to.
    ///
    /// - Complexity: O(*n* log *n*) in all that is in the table.
    public func metadata(
        of key: String,
        kind: String,
        limit: Int
    ) -> [(name: String, metadata: StoreMetadata)] {
        sorted { $0.key.hasSameBytes(as: key) && $0.kind.hasSameBytes(as: kind) }
            .prefix(limit)
            .map { (name: $0.key.name, metadata: $0.value) }
    }

    /// Returns up to `limit` names of metadata that are due at a moment, the earliest first.
    ///
    /// - Complexity: O(*n* log *n*) in all that is in the table.
    public func due(at now: StoreInstant, limit: Int) -> [MetadataID] {
        sorted { _ in true }
            .prefix { $0.value.due.map { $0 <= now } ?? false }
            .prefix(limit)
            .map(\.key)
    }

    /// Returns the keys that begin with `prefix` and have metadata.
    ///
    /// - Complexity: O(*n*) in all that is in the table.
    public func keys(prefix: String) -> [String] {
        Set(found.keys.lazy.map(\.key).filter { $0.hasBytePrefix(prefix) }.map { ByteText($0) })
            .map(\.text)
    }

    private func sorted(
        where isIncluded: (MetadataID) -> Bool
    ) -> [(key: MetadataID, value: StoreMetadata)] {
        found.filter { isIncluded($0.key) }.sorted { first, second in
            let (left, right) = (first.value.due ?? .never, second.value.due ?? .never)
            return left == right
                ? first.key.name.precedesByBytes(second.key.name) : left < right
        }
    }
}

/// A backend that keeps its metadata in a ``MetadataTable``.
public protocol MetadataTableBackend: MetadataBackend {
    /// The metadata of all keys.
    var metadata: MetadataTable { get set }
}

extension MetadataTableBackend {
    public func metadata(_ id: MetadataID) -> StoreMetadata? { metadata[id] }

    public func setMetadata(_ id: MetadataID, to metadata: StoreMetadata?) {
        self.metadata[id] = metadata
    }

    public func metadata(
        of key: String,
        kind: String,
        limit: Int
    ) -> [(name: String, metadata: StoreMetadata)] {
        metadata.metadata(of: key, kind: kind, limit: limit)
    }

    public func dueMetadata(limit: Int) -> [MetadataID] {
        metadata.due(at: instant, limit: limit)
    }

    public func keysWithQueues(prefix: String) -> [String] { metadata.keys(prefix: prefix) }
}
