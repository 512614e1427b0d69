/// A value as a store holds it: in the type it was set with, and as JSON once that is asked for.
///
/// Users of a store need not know it: `get` and `set` take and return values of any
/// `Codable & Sendable` type. A store that is written against ``KeyValueStore`` passes it on
/// (a store in memory) or asks for its ``json(for:limits:)`` (a store that persists).
public struct StoreValue: Sendable {
    @usableFromInline
    var storage: Storage

    /// Numbers, truth and text lie in place; any other type is in a box.
    @usableFromInline
    enum Storage: Sendable {
        case integer(Int)
        case number(Double)
        case bool(Bool)
        case string(String)
        case json(JSONValue)
        case boxed(ValueBox)
        /// A boxed value with its JSON, until a store that persists has written it down.
        case encoded(EncodedBox)
        /// A list that a store in memory appends to in place; it never leaves the store.
        case list(ItemList)
        /// A list of items in their own types, which an inbox fills; it never leaves the store.
        case queue(TypedList)
    }

    @inlinable
    init(storage: Storage) {
        self.storage = storage
    }

    /// Creates the value that holds `json`, unchecked.
    public init(json: JSONValue) {
        storage = .json(json)
    }

    /// Creates the value that holds `value`, which ``check(_:for:limits:)`` has found to be storable.
    @inlinable
    public init<V: Codable & Sendable>(_ value: V) {
        if V.self == Int.self {
            storage = .integer(unsafeBitCast(value, to: Int.self))
        } else if V.self == String.self {
            storage = .string(unsafeBitCast(value, to: String.self))
        } else if V.self == Bool.self {
            storage = .bool(unsafeBitCast(value, to: Bool.self))
        } else if V.self == Double.self {
            storage = .number(unsafeBitCast(value, to: Double.self))
        } else if V.self == JSONValue.self {
            storage = .json(unsafeBitCast(value, to: JSONValue.self))
        } else {
            storage = .boxed(Box(value))
        }
    }

    /// What stands where no value is.
    @inlinable
    static var vacant: StoreValue { StoreValue(storage: .integer(0)) }

    /// Whether values of a type lie in place.
    @inlinable
    static func isInline<V>(_ type: V.Type) -> Bool {
        V.self == Int.self || V.self == String.self || V.self == Bool.self
            || V.self == Double.self || V.self == JSONValue.self
    }
}
