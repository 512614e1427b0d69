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

    /// Edits the value of a live key, which keeps its deadline, and what is known of the messages in it
    /// where it is a list; returns the revision of this write. Has a default, `set`.
    ///
    /// The event says what has happened to a message of the list, for ``StoreChange/message``; it is nil
    /// for an edit that does not come from an inbox.
    func edit(_ key: String, to value: StoreValue, _ event: MessageEvent?) throws -> Revision

    /// Removes a live value for another reason than that it is deleted, and returns whether there was
    /// one. Has a default, `delete`.
    ///
    /// The kind is that of the change: popped, where the list is handed to the caller, or expired. The
    /// event is as in ``edit(_:to:_:)``.
    func remove(
        _ key: String,
        as kind: StoreChange.Kind,
        _ event: MessageEvent?
    ) throws -> Bool

    /// Gives a live entry a new lifetime from now, or none, and returns whether there is one.
    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool

    /// Returns live keys in the order of their bytes.
    func keys(prefix: String, after: String?, limit: Int) throws -> [String]

    /// Counts live keys.
    func count(prefix: String) throws -> Int

    /// Returns the revision of the last write that this transaction sees.
    func lastRevision() throws -> Revision

    /// Keeps a request of which no change tells, for ``StoreCoordinator/publish(_:requests:)`` once
    /// the transaction has succeeded.
    ///
    /// It is called besides the calls above: for a key that was to be deleted and is absent, for a
    /// prefix that was deleted, for a lifetime. Has a default, which forgets the request: then a
    /// value that is being loaded is set behind a deletion.
    func addRequest(_ request: WriteRequest)

    /// Appends to a list and returns all of it. Has a default built on `entry` and `set`.
    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue]

    /// Returns the queue at a key. A ``MetadataBackend`` has a default.
    func queue(at key: String) throws -> any MessageQueue

    /// Returns the keys that begin with `prefix` and whose queues are more than a list, in any order.
    func keysWithQueues(prefix: String) throws -> [String]

    /// Keeps the queue at a key right where a call that is not of an inbox is about to change the key.
    ///
    /// It is called before each such call. A ``MetadataBackend`` has a default; a store that sees to it
    /// in the calls themselves does nothing here.
    func prepare(for change: KeyChange, of key: String) throws

    /// Publishes what has happened to a message without any change of its list. Has a default, which
    /// publishes nothing.
    func publish(_ event: MessageEvent, of key: String) throws

    /// What the store keeps beside its data, by which transactions of different stores are told
    /// apart. Has a default, nil: then no message is acknowledged in such a transaction.
    var coordinator: StoreCoordinator? { get }

    /// The backend of the store that really holds the keys; another one in a view such as a scope. Has a
    /// default, this one.
    var root: any TransactionBackend { get }
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

    public func edit(
        _ key: String,
        to value: StoreValue,
        _ event: MessageEvent?
    ) throws -> Revision {
        try set(key, to: value, lifetime: .unchanged)
    }

    public func remove(
        _ key: String,
        as kind: StoreChange.Kind,
        _ event: MessageEvent?
    ) throws -> Bool {
        try delete(key)
    }

    public func publish(_ event: MessageEvent, of key: String) throws {}

    public var coordinator: StoreCoordinator? { nil }

    public var root: any TransactionBackend { self }

    public func addRequest(_ request: WriteRequest) {}

    /// Appends by reading the list and setting it again.
    ///
    /// - Complexity: O(*n* + *m*) in the items there and the items appended.
    public func append(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) throws -> [JSONValue] {
        let present = try entry(key)
        let list = try present?.value.list(for: key, limits: limits) ?? []
        let appended = addition.appended(to: list, besides: try lent(addition, at: key))
        if appended.count > list.count {
            if present == nil { try prepare(for: .creation, of: key) }
            let value = StoreValue(json: .array(appended))
            if let ttl {
                // The list is edited, so that what is known of its messages stays.
                if present != nil { _ = try edit(key, to: value, nil) }
                if try present == nil || !setLifetime(key, to: ttl) {
                    _ = try set(key, to: value, lifetime: .lasting(ttl))
                }
            } else {
                _ = try edit(key, to: value, nil)
            }
        } else if let ttl, try setLifetime(key, to: ttl) {
            addRequest(.lifetime(of: key))
        }
        return appended
    }

    /// The messages of a list that are lent, where items are appended unless they are in it.
    private func lent(_ addition: ListAddition, at key: String) throws -> [JSONValue] {
        guard addition.idKey != nil else { return [] }
        return try queue(at: key).lentItems().map { try $0.json(for: key, limits: limits) }
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
