/// The box of a value whose type does not matter to a store.
///
/// A box belongs to one store, which changes it under its lock and only while nobody else holds
/// it; whoever is handed one gets it as a constant.
@usableFromInline
class ValueBox: @unchecked Sendable {
    @inlinable
    init() {}

    /// The value as JSON.
    func json(maximumDepth: Int) throws -> JSONValue { .null }

    /// About how many bytes the value takes; nil where finding out may run code of its own.
    var knownBytes: Int? { 0 }

    /// About how many bytes the value takes.
    func measuredBytes() -> Int { knownBytes ?? 0 }

    /// The value as a `T`, if Swift casts it to one.
    func cast<T>(to type: T.Type) -> T? { nil }

    /// The value as a `T`, if it is exactly that.
    func content<T>(as type: T.Type) -> T? { nil }
}

/// The box of a value of type `V`.
@usableFromInline
final class Box<V: Codable & Sendable>: ValueBox, @unchecked Sendable {
    /// Unchecked, because the store's lock already orders the accesses, and a check costs 10 ns.
    @exclusivity(unchecked)
    @usableFromInline
    var value: V

    @inlinable
    init(_ value: V) {
        self.value = value
        super.init()
    }

    override func json(maximumDepth: Int) throws -> JSONValue {
        try JSONValue(encoding: value, maximumDepth: maximumDepth)
    }

    override var knownBytes: Int? { _isPOD(V.self) ? MemoryLayout<V>.size : nil }

    override func measuredBytes() -> Int {
        var estimate = SizeEstimate()
        return estimate.bytes(of: value)
    }

    override func cast<T>(to type: T.Type) -> T? {
        value as? T
    }

    override func content<T>(as type: T.Type) -> T? {
        V.self == T.self ? cast(to: type) : nil
    }
}
