/// What can go wrong in a store.
///
/// Where a call throws one of these, nothing has changed in the store.
@nonexhaustive
public enum StoreError: Error, Hashable, Sendable {
    /// The key is empty, contains U+0000 or is too long (see ``StoreLimits/checkKey(_:)``).
    case invalidKey(key: String, reason: String)
    /// A lifetime is zero or negative.
    case invalidTTL(key: String, reason: String)
    /// A limit is negative.
    case invalidLimit(Int, reason: String)
    /// The value cannot be JSON: it holds a number that is not finite or an integer outside
    /// `Int64`, is nested too deeply, or throws when it is encoded. The reason says where.
    case invalidValue(key: String, reason: String)
    /// An item cannot be appended as unique: it is no object, or its id is missing or null.
    case invalidItem(key: String, index: Int, reason: String)
    /// The stored value does not fit the type that was asked for, or is no integer to count with.
    case typeMismatch(key: String, reason: String)
    /// The stored value is not a list.
    case notAList(key: String, reason: String)
    /// The sum is outside the range of `Int`.
    case overflow(key: String, reason: String)
    /// Two of the keys are different for a store and the same for a Swift dictionary.
    case ambiguousKeys(key: String, reason: String)
}

extension StoreError {
    /// The key that the error is about; nil where it is about none.
    public var key: String? {
        switch self {
        case .invalidKey(let key, _), .invalidTTL(let key, _), .invalidValue(let key, _),
            .invalidItem(let key, _, _), .typeMismatch(let key, _), .notAList(let key, _),
            .overflow(let key, _), .ambiguousKeys(let key, _):
            key
        case .invalidLimit:
            nil
        }
    }

    /// Why, in words that a person can act on.
    public var reason: String {
        switch self {
        case .invalidKey(_, let reason), .invalidTTL(_, let reason), .invalidLimit(_, let reason),
            .invalidValue(_, let reason), .typeMismatch(_, let reason), .notAList(_, let reason),
            .overflow(_, let reason), .ambiguousKeys(_, let reason):
            reason
        case .invalidItem(_, let index, let reason):
            "item \(index): \(reason)"
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// The kind of error, the key and the reason, in one line.
    public var description: String {
        switch key {
        case let key?: "\(kind) for key \(Self.quoted(key)): \(reason)"
        case nil: "\(kind): \(reason)"
        }
    }

    private var kind: String {
        switch self {
        case .invalidKey: "invalid key"
        case .invalidTTL: "invalid lifetime"
        case .invalidLimit: "invalid limit"
        case .invalidValue: "invalid value"
        case .invalidItem: "invalid item"
        case .typeMismatch: "type mismatch"
        case .notAList: "not a list"
        case .overflow: "overflow"
        case .ambiguousKeys: "ambiguous keys"
        }
    }

    /// A key as it is shown: in quotes, escaped, and cut where it is long.
    private static func quoted(_ key: String) -> String {
        let shown = key.unicodeScalars.prefix(64).map { $0.escaped(asASCII: false) }.joined()
        return key.unicodeScalars.count > 64 ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}
