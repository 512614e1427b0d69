/// What can go wrong in a store.
///
/// A call that throws one of these has changed nothing in the store, but for these:
///
/// - After ``notYetDurable(key:reason:)`` the write is in memory, and is going to be written down.
/// - What ``TransientStore/flush()`` and ``TransientStore/close()`` pass on from an adapter, such as
///   ``storage(_:reason:)``, says that earlier writes are not all durable yet: they stay in memory.
/// - After ``storage(_:reason:)`` with ``StorageProblem/removed`` what the call wrote may be in the
///   file that is not at its path any more; nobody reads it through this store.
/// - A call that works in several transactions, such as an import, keeps those before the one that
///   failed.
@nonexhaustive
public enum StoreError: Error, Hashable, Sendable {
    /// The key is empty, contains U+0000 or is too long (see ``StoreLimits/checkKey(_:)``).
    case invalidKey(key: String, reason: String)
    /// A lifetime is zero or negative, or a jitter or an extra time to serve what is stale is out of
    /// its range.
    case invalidTTL(key: String, reason: String)
    /// A limit, the length of a buffer or a number of attempts is below what makes sense.
    case invalidLimit(Int, reason: String)
    /// The value cannot be JSON: it holds a number that is not finite or an integer outside
    /// `Int64`, is nested too deeply, or throws when it is encoded. The reason says where.
    case invalidValue(key: String, reason: String)
    /// An item of a list is no JSON, or cannot be appended as unique: it is no object, or its id is
    /// missing or null.
    case invalidItem(key: String, index: Int, reason: String)
    /// The stored value does not fit the type that was asked for, or is no integer to count with.
    case typeMismatch(key: String, reason: String)
    /// The stored value is not a list.
    case notAList(key: String, reason: String)
    /// The sum is outside the range of `Int`.
    case overflow(key: String, reason: String)
    /// Two of the keys are different for a store and the same for a Swift dictionary.
    case ambiguousKeys(key: String, reason: String)
    /// The name of an instance or a namespace is empty, contains U+0000 or is too long.
    case invalidName(name: String, reason: String)
    /// There is no instance of that id or name.
    case unknownInstance(String, reason: String)
    /// There is an instance of that name already.
    case duplicateInstance(String, reason: String)
    /// A change of an instance that names nothing to change.
    case invalidUpdate(instance: String, reason: String)
    /// A query cannot be run as it is; the reason names the field or the part that is wrong.
    case invalidQuery(reason: String)
    /// A query took longer than it may.
    case queryTimedOut(reason: String)
    /// Where the data lies there is a problem, of that kind.
    case storage(StorageProblem, reason: String)
    /// The write took effect in memory and will be written down, but is not durable yet.
    case notYetDurable(key: String, reason: String)
    /// A subscriber of changes did not keep up: what happened after that revision it has not been
    /// told. A new subscription can resume from there.
    case missedChanges(after: Revision, reason: String)
    /// A time to wait is negative, or a lease or a window of de-duplication not positive.
    case invalidDuration(key: String, reason: String)
    /// A delivery does not hold its message any more: the message was acknowledged, released or deleted,
    /// the lease has ended, or the message has expired.
    case notReserved(key: String, reason: String)
    /// Loading a value waits for itself.
    case loadCycle(key: String, reason: String)
    /// The store is full: it is set up to refuse rather than to evict, or holds nothing that may be
    /// evicted, or the item by itself is larger than the store.
    case full(key: String, reason: String)
    /// A bound of a store makes no sense.
    case invalidBounds(reason: String)
    /// The store has been closed, or is gone.
    case closed
}

/// What can be wrong with the place where data lies.
@nonexhaustive
public enum StorageProblem: String, Hashable, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen = "cannot open"
    /// The file is no database.
    case notADatabase = "not a database"
    /// The file may only be read.
    case readOnly = "read-only"
    /// The disk is full.
    case full = "disk full"
    /// Somebody else held the file for longer than the time allowed for waiting.
    case locked = "locked"
    /// The file belongs to a database that is open, and nothing else may be done with it.
    case inUse = "in use"
    /// The file was removed, moved or replaced while the database was open.
    case removed = "file removed"
    /// What is in the file contradicts itself.
    case corrupted = "corrupted"
    /// A later version of this library has written the file.
    case newerSchema = "newer schema"
    /// Reading or writing the file failed.
    case failed = "failed"
}

extension StoreError {
    /// Whether the same cannot succeed later either: what it was to be done to is gone or closed, or
    /// nothing may be written there.
    public var isFinal: Bool {
        switch self {
        case .closed, .unknownInstance, .invalidName: true
        case .storage(let problem, _): !problem.mayPass
        default: false
        }
    }

    /// The key that the error is about; nil where it is about none.
    public var key: String? {
        switch self {
        case .invalidKey(let key, _), .invalidTTL(let key, _), .invalidValue(let key, _),
            .invalidItem(let key, _, _), .typeMismatch(let key, _), .notAList(let key, _),
            .overflow(let key, _), .ambiguousKeys(let key, _), .notYetDurable(let key, _),
            .invalidDuration(let key, _), .notReserved(let key, _), .loadCycle(let key, _),
            .full(let key, _):
            key
        case .missedChanges, .invalidBounds, .invalidLimit, .invalidName, .unknownInstance,
            .duplicateInstance, .invalidUpdate,
            .invalidQuery, .queryTimedOut, .storage, .closed:
            nil
        }
    }

    /// Why, in words that a person can act on.
    public var reason: String {
        switch self {
        case .invalidKey(_, let reason), .invalidTTL(_, let reason), .invalidLimit(_, let reason),
            .invalidValue(_, let reason), .typeMismatch(_, let reason), .notAList(_, let reason),
            .overflow(_, let reason), .ambiguousKeys(_, let reason), .invalidName(_, let reason),
            .unknownInstance(_, let reason), .duplicateInstance(_, let reason),
            .invalidUpdate(_, let reason), .invalidQuery(let reason), .queryTimedOut(let reason),
            .storage(_, let reason), .notYetDurable(_, let reason),
            .missedChanges(_, let reason), .invalidDuration(_, let reason),
            .notReserved(_, let reason), .loadCycle(_, let reason), .full(_, let reason),
            .invalidBounds(let reason):
            reason
        case .closed:
            "it has been closed, and takes no more calls"
        case .invalidItem(_, let index, let reason):
            "item \(index): \(reason)"
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// The kind of error, what it is about and the reason, in one line.
    public var description: String {
        switch self {
        case .invalidName(let name, _), .unknownInstance(let name, _),
            .duplicateInstance(let name, _), .invalidUpdate(let name, _):
            return "\(kind) \(Self.quoted(name)): \(reason)"
        default:
            guard let key else { return "\(kind): \(reason)" }
            return "\(kind) for key \(Self.quoted(key)): \(reason)"
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
        case .invalidName: "invalid name"
        case .unknownInstance: "instance not found"
        case .duplicateInstance: "duplicate instance"
        case .invalidUpdate: "invalid update of instance"
        case .invalidQuery: "invalid query"
        case .queryTimedOut: "query timed out"
        case .storage(let problem, _): problem.rawValue
        case .notYetDurable: "not yet durable"
        case .missedChanges(let revision, _): "missed changes after revision \(revision)"
        case .invalidDuration: "invalid duration"
        case .notReserved: "not reserved"
        case .loadCycle: "load cycle"
        case .full: "full"
        case .invalidBounds: "invalid bounds"
        case .closed: "closed"
        }
    }

    /// A key as it is shown: in quotes, escaped, and cut where it is long.
    private static func quoted(_ key: String) -> String {
        let shown = key.unicodeScalars.prefix(64).map { $0.escaped(asASCII: false) }.joined()
        return key.unicodeScalars.count > 64 ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}

extension StorageProblem {
    /// Whether it may be over later, without anybody opening the place again.
    fileprivate var mayPass: Bool {
        switch self {
        case .cannotOpen, .full, .locked, .failed: true
        default: false
        }
    }
}
