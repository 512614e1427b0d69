/// A live value with what the store knows of it, all of one moment.
public struct Entry<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// The number of the write that set it, for ``KeyValueStore/compareAndSet(_:to:expecting:ttl:)-(_,V,_,_)``.
    public let revision: Revision
    /// How long it still lives; nil if it has no deadline.
    public let remainingLifetime: Duration?

    /// Creates an entry.
    public init(value: Value, revision: Revision, remainingLifetime: Duration?) {
        self.value = value
        self.revision = revision
        self.remainingLifetime = remainingLifetime
    }
}

extension Entry: Equatable where Value: Equatable {}
