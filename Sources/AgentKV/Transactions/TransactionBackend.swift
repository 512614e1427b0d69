/// What a store provides so that ``StoreTransaction`` can work on it.
///
/// Its calls run inside one transaction of the store, on one moment of its data and time: an entry
/// whose lifetime has ended is absent. Keys, lifetimes and values have been checked before.
public protocol TransactionBackend: AnyObject {
    /// The limits that the store keeps.
    var limits: StoreLimits { get }

    /// Returns the live entry at a key.
    func entry(_ key: String) throws -> Entry<StoreValue>?

    /// Returns the revision of the live entry at a key, without its value. Has a default, `entry`.
    func revision(of key: String) throws -> Revision?

    /// Replaces the value of a key and returns the revision of this write.
    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision

    /// Removes a live value and returns whether there was one.
    func delete(_ key: String) throws -> Bool

    /// Removes a live list that is handed to the caller; told as popped. Has a default, `delete`.
    func removePopped(_ key: String) throws -> Bool

    /// Gives a live entry a new lifetime from now, or none, and returns whether there is one.
    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool

    /// Returns live keys in the order of their bytes, without notes.
    func keys(prefix: String, after: String?, limit: Int) throws -> [String]

    /// Counts live keys, without notes.
    func count(prefix: String) throws -> Int

    /// Returns the keys of live notes that begin with `prefix`, in the order of their bytes.
    ///
    /// Notes are what an inbox keeps beside a list. They are set, read and deleted like other
    /// entries, and their keys hold a U+0000, so that no caller can name them: nor are they listed
    /// or counted.
    func noteKeys(prefix: String, limit: Int) throws -> [String]

    /// Returns the revision of the last write that this transaction sees.
    func lastRevision() throws -> Revision

    /// Keeps a request of which no change tells, for ``StoreCoordinator/publish(_:requests:)`` once
    /// the transaction has succeeded.
    ///
    /// It is called besides the calls above: for a key that was to be deleted and is absent, for a
    /// prefix that was deleted, for a lifetime. Has a default, which forgets the request: then a
    /// value that is being loaded is set behind a deletion.
    func addRequest(_ request: WriteRequest)

    /// Takes up to `count` items off the beginning of a list and returns them; none where there is no
    /// list. A list that is taken whole goes with its key. Has a default built on `entry` and `set`.
    func takeFirst(_ count: Int, from key: String) throws -> [JSONValue]

    /// Puts items before those of a list, which keeps its deadline, or makes one of them. Has a
    /// default built on `entry` and `set`.
    func prepend(_ items: [JSONValue], to key: String) throws

    /// Puts items behind those of a list, which keeps its deadline, or makes one of them, and
    /// returns how many there are then. Has a default built on `append(_:to:ttl:)`.
    func appendItems(_ items: [JSONValue], to key: String) throws -> Int

    /// Appends to a list and returns all of it. Has a default built on `entry` and `set`.
    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue]
}

/// What becomes of a key's lifetime when its value is set.
public enum LifetimeChange: Sendable, Hashable {
    /// The key has no deadline any more.
    case endless
    /// A live key keeps its deadline; one that was absent has none.
    case unchanged
    /// The lifetime begins now and is this long.
    case lasting(Duration)

    /// Creates the change that `set(_:to:ttl:)` means.
    public init(_ ttl: Duration?) {
        self = ttl.map { .lasting($0) } ?? .endless
    }
}

extension TransactionBackend {
    public func revision(of key: String) throws -> Revision? {
        try entry(key)?.revision
    }

    public func removePopped(_ key: String) throws -> Bool {
        try delete(key)
    }

    public func addRequest(_ request: WriteRequest) {}

    /// Appends by reading the list and setting it again.
    ///
    /// - Complexity: O(*n* + *m*) in the items there and the items appended.
    public func append(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) throws -> [JSONValue] {
        let list = try entry(key)?.value.list(for: key, limits: limits) ?? []
        let appended = addition.appended(to: list)
        if appended.count > list.count {
            let lifetime: LifetimeChange = ttl.map { .lasting($0) } ?? .unchanged
            _ = try set(key, to: StoreValue(json: .array(appended)), lifetime: lifetime)
        } else if let ttl, try setLifetime(key, to: ttl) {
            addRequest(.lifetime(of: key))
        }
        return appended
    }

    /// Appends, and counts all of the list.
    public func appendItems(_ items: [JSONValue], to key: String) throws -> Int {
        try append(ListAddition(items, to: key, limits: limits), to: key, ttl: nil).count
    }

    /// Takes items off by setting the list again.
    ///
    /// - Complexity: O(*n*) in the items there.
    public func takeFirst(_ count: Int, from key: String) throws -> [JSONValue] {
        guard count > 0, let value = try entry(key)?.value,
            case .array(let list) = try value.json(for: key, limits: limits)
        else { return [] }
        if count >= list.count {
            _ = try removePopped(key)
            return list
        }
        let rest = JSONValue.array(Array(list.dropFirst(count)))
        _ = try set(key, to: StoreValue(json: rest), lifetime: .unchanged)
        return Array(list.prefix(count))
    }

    /// Puts items first by setting the list again.
    ///
    /// - Complexity: O(*n* + *m*) in the items there and the items given.
    public func prepend(_ items: [JSONValue], to key: String) throws {
        if items.isEmpty { return }
        let list = try entry(key)?.value.list(for: key, limits: limits) ?? []
        _ = try set(key, to: StoreValue(json: .array(items + list)), lifetime: .unchanged)
    }
}

extension StoreValue {
    /// Returns the items of a list.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)``.
    func list(for key: String, limits: StoreLimits) throws -> [JSONValue] {
        guard case .array(let items) = try json(for: key, limits: limits) else {
            throw StoreError.notAList(
                key: key,
                reason: "items can be appended to a list only, and another value is stored"
            )
        }
        return items
    }
}
