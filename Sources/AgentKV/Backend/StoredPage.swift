/// Some live entries of a store in the order of their keys, all of one moment.
public struct StoredPage: Sendable {
    /// The keys and what is stored there.
    public let entries: [(key: String, entry: Entry<StoreValue>)]
    /// The revision of the last write before that moment.
    public let revision: Revision

    /// Creates a page.
    public init(entries: [(key: String, entry: Entry<StoreValue>)], revision: Revision) {
        self.entries = entries
        self.revision = revision
    }
}
