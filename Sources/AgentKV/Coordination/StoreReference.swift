/// A reference to a store that does not keep it.
///
/// What waits for a store holds one, so that the store can go while somebody waits: see
/// ``StoreBackend/weakReference()``.
public struct StoreReference: Sendable {
    private let find: @Sendable () -> (any StoreBackend)?

    /// Creates a reference; `find` returns the store as long as somebody holds it.
    public init(_ find: @escaping @Sendable () -> (any StoreBackend)?) {
        self.find = find
    }

    /// The store; nil once it is gone.
    public var store: (any StoreBackend)? { find() }
}
