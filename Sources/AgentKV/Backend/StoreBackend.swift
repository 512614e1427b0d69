/// What the author of a store writes.
///
/// Four requirements have no default: ``limits``, ``coordinator``, ``performTransaction(_:)`` and
/// ``performPurge(limit:)``. The calls of ``KeyValueStore``, which the store has with them, mean what
/// they mean as a transaction; a store provides those of the rest that it does faster.
/// <doc:ImplementingAStore> shows a whole one, and `AgentKVTesting` holds any store to the contract.
///
/// The users' call `x` comes to `performX`. What is given is not checked yet, except values and items:
/// a store refuses keys, lifetimes and counts with ``StoreLimits/checkKey(_:)``,
/// ``StoreLimits/checkTTL(_:of:)`` and ``StoreLimits/checkCount(_:)``. A ``StoreTransaction`` does so by
/// itself. A store publishes to its ``coordinator`` what has changed, and what was asked for and
/// changed nothing; ``StoreCoordinator/publish(_:requests:)`` says what that is.
public protocol StoreBackend: AnyObject, KeyValueStore {
    /// The bounds on keys and values.
    var limits: StoreLimits { get }

    /// What the store keeps beside its data: its time, and who waits for a change of it.
    ///
    /// A store publishes to it each change that has taken effect, in the order of the revisions.
    var coordinator: StoreCoordinator { get }

    /// Runs `body` on one consistent moment of the store: see ``KeyValueStore/transaction(_:)``.
    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R

    /// Frees up to `limit` entries whose lifetime has ended: see ``KeyValueStore/purgeExpired(limit:)``.
    func performPurge(limit: Int) async throws -> Int

    /// Returns the store that really holds a key, and the key's name there.
    ///
    /// By default that is this store; a view of another store, such as a scope, forwards it.
    func origin(of key: String) -> (store: any StoreBackend, key: String)

    /// Returns a reference that does not keep the store, for those who wait for it.
    ///
    /// By default it refers to this object.
    func weakReference() -> StoreReference

    /// Returns the value at a key as it is stored; nil if it is absent.
    ///
    /// `get` has tried ``KeyValueStore/performReadNow(_:_:)`` before.
    func performRead(_ key: String) async throws -> StoreValue?

    /// Returns the values at several keys as they are stored, all of one moment.
    func performRead(_ keys: [String]) async throws -> [StoreValue?]

    /// Returns the value at a key as it is stored with its revision and remaining lifetime.
    func performReadEntry(_ key: String) async throws -> Entry<StoreValue>?

    /// Returns the first `limit` live entries that begin with `prefix` and come behind `after`, all of
    /// one moment, and the revision that the store had then.
    ///
    /// Subscribers that begin with the present state read it with this call.
    func performReadPage(prefix: String, after: String?, limit: Int) async throws -> StoredPage

    /// Returns whether there is a live value at a key.
    func performExists(_ key: String) async throws -> Bool

    /// Sets a key to a value as it is stored, and returns the revision of this write.
    ///
    /// `set` has tried ``KeyValueStore/performWriteNow(_:ttl:_:)`` before.
    func performSet(_ key: String, to value: StoreValue, ttl: Duration?) async throws -> Revision

    /// Sets several keys, all or none; of a key that is given twice the last value counts.
    func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws

    /// Sets a key whose last write was `expecting` (nil: that is absent), and returns the revision
    /// of this write; nil where another one was there first.
    func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision?

    /// Removes a key, and returns whether a live value was there.
    func performDelete(_ key: String) async throws -> Bool

    /// Removes every live key that begins with `prefix`, and returns how many they were.
    func performDeleteAll(prefix: String) async throws -> Int

    /// Gives a live key a new lifetime from now on, or none, and returns whether there is one.
    func performSetLifetime(_ key: String, to ttl: Duration?) async throws -> Bool

    /// Adds to the integer at a key and returns the sum.
    func performIncrement(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int

    /// Appends items to the list at a key, and returns how many there are then.
    func performAppend(_ addition: ListAddition, to key: String, ttl: Duration?) async throws -> Int

    /// Appends those of the items that are new to the list at a key, and returns all of it.
    func performAppendUnique(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue]

    /// Takes the whole list at a key.
    func performPopAll(_ key: String) async throws -> [JSONValue]

    /// Takes the whole list at a key as typed items; where one does not fit, it stays.
    func performPopAll<V: Codable & Sendable>(_ key: String, as type: V.Type) async throws -> [V]

    /// Returns up to `limit` live keys that begin with `prefix` and come behind `after`, in order.
    func performKeys(prefix: String, after: String?, limit: Int) async throws -> [String]

    /// Counts the live keys that begin with `prefix`.
    func performCount(prefix: String) async throws -> Int

    /// Returns how the store has been used, and how much is in it.
    ///
    /// By default it counts the entries and nothing else: the rest is 0.
    func performStatistics() async throws -> StoreStatistics

    /// Puts a message behind those that wait at a key, at once, if the store can do so without waiting.
    ///
    /// This and the two calls below spare a store in memory what a transaction costs. By default a store
    /// cannot: then an inbox uses ``TransactionBackend/queue(at:)``.
    func performSendNow(_ message: StoreValue, to key: String) throws -> Bool

    /// Takes the first message that waits at a key if it `fits`, at once, if the store can do so without
    /// waiting.
    func performReceiveNow(
        from key: String,
        where fits: (borrowing StoreValue) -> Bool
    ) throws -> MessageFinding

    /// Shows the queue at a key to `body` at once, alone, if the store can do so without waiting.
    ///
    /// `body` must not run code of users: it neither reads nor makes JSON.
    func performOnQueueNow(
        at key: String,
        _ body: (any MessageQueue) throws -> Void
    ) throws -> Bool
}
