/// A store of values under keys, some of them with a lifetime.
///
/// It is what agents, tools and servers share: an inbox between two tasks, a cache that lives for
/// minutes, counters, the state of a run.
///
/// ```swift
/// try await store.set("run:42:plan", to: plan, ttl: .seconds(300))
/// let plan = try await store.get("run:42:plan", as: Plan.self)
/// ```
///
/// What every store promises:
///
/// - A call takes effect whole or not at all, and as if all calls came one after the other.
/// - An entry is live while *now* is before its deadline. One that is not is absent for every
///   call, and nothing revives it.
/// - A key is any text that is not empty, holds no U+0000 and has at most
///   ``StoreLimits/keyBytes-swift.property`` UTF-8 bytes. Keys are the same when their bytes are the
///   same, and sort by their bytes.
/// - A lifetime is any positive duration, rounded up to the store's resolution; one too long to
///   represent is none.
/// - Absence is nil, failure throws a ``StoreError``, and a call that throws has changed nothing, but
///   for what ``StoreError`` names.
/// - Cancellation counts until a write is submitted; from then on the call returns its outcome.
///
/// What a call costs is said for a store in memory, on average, in the *n* live entries and in what
/// the call is given or returns. A store that persists adds the encoding of what is written or read,
/// and one in a file a search in an index, O(log *n*), for each key.
///
/// A store has to provide the requirements that have no default, ``transaction(_:)`` before all:
/// the others mean what they mean as a transaction, and a store overrides those that it does
/// faster. `AgentKVTesting` holds any store against these promises.
public protocol KeyValueStore: Sendable {
    /// The bounds on keys and values.
    var limits: StoreLimits { get }

    /// What the store keeps beside its data: its time, and who waits for a change of it.
    ///
    /// A store publishes to it each change that has taken effect, in the order of the revisions.
    var coordinator: StoreCoordinator { get }

    /// Returns the store that really holds a key, and the key's name there.
    ///
    /// By default that is this store; a view of another store, such as a scope, forwards it.
    func origin(of key: String) -> (store: any KeyValueStore, key: String)

    /// Returns a reference that does not keep the store, for those who wait for it.
    ///
    /// By default it does keep it.
    func weakReference() -> StoreReference

    /// Runs `body` on one consistent moment of the store, and returns its result.
    ///
    /// All that the body writes takes effect when it returns; when it throws, nothing has changed
    /// and the error is passed on. The body is synchronous, so nothing interleaves with it, and it
    /// may be run more than once: the last run counts, and it should have no effects but through
    /// its argument.
    ///
    /// - Complexity: what the body does, and O(*m*) in its writes where they are undone.
    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R

    /// Frees up to `limit` entries whose lifetime has ended, those that ended first before the
    /// others (to a millisecond), and returns how many it freed.
    ///
    /// They are absent already: this gives back their memory.
    ///
    /// - Complexity: O(*m*) in the entries freed, however many there are in the store.
    @discardableResult
    func purgeExpired(limit: Int) async throws -> Int

    /// Returns the value at a key as it is stored; nil if it is absent.
    ///
    /// - Complexity: O(1).
    func stored(_ key: String) async throws -> StoreValue?

    /// Returns the values at several keys as they are stored, all of one moment.
    ///
    /// - Complexity: O(*m*) in the keys given.
    func stored(_ keys: [String]) async throws -> [StoreValue?]

    /// Returns the value at a key as it is stored with its revision and remaining lifetime.
    ///
    /// - Complexity: O(1).
    func storedEntry(_ key: String) async throws -> Entry<StoreValue>?

    /// Returns whether there is a live value at a key; a stored null is one.
    ///
    /// - Complexity: O(1).
    func exists(_ key: String) async throws -> Bool

    /// Sets a key to a value as it is stored, with a lifetime or without one.
    ///
    /// - Complexity: O(1); O(log *n*) for a new key once the keys have been listed. The same holds for
    ///   every call that makes or removes a key.
    func set(_ key: String, to value: StoreValue, ttl: Duration?) async throws

    /// Sets a key whose last write was `expecting` (nil: that is absent), and returns the revision
    /// of this write; nil where another one was there first.
    ///
    /// - Complexity: as of ``set(_:to:ttl:)-(_,StoreValue,_)``.
    @discardableResult
    func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision?

    /// Sets several keys, all or none; of a key that is given twice the last value counts.
    ///
    /// - Complexity: O(*m*) in the keys given.
    func mset(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws

    /// Removes a key, and returns whether a live value was there.
    ///
    /// - Complexity: O(1), and what it takes to release the value.
    @discardableResult
    func delete(_ key: String) async throws -> Bool

    /// Removes every live key that begins with `prefix`, all at one moment, and returns how many
    /// they were.
    ///
    /// - Complexity: as of ``keys(prefix:after:limit:)``, in the *m* keys removed.
    @discardableResult
    func deleteAll(prefix: String) async throws -> Int

    /// Gives a live key a new lifetime from now on, and returns whether there is one.
    ///
    /// It is no write of the value: the revision stays.
    ///
    /// - Complexity: O(1).
    @discardableResult
    func expire(_ key: String, ttl: Duration) async throws -> Bool

    /// Removes the deadline of a live key, and returns whether there is one.
    ///
    /// - Complexity: O(1).
    @discardableResult
    func persist(_ key: String) async throws -> Bool

    /// Adds to the integer at a key and returns the sum.
    ///
    /// An absent key counts as 0 and begins with the lifetime `ttlIfNew`; an existing one keeps its
    /// deadline.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if the value is no integer,
    ///   ``StoreError/overflow(key:reason:)`` if the sum is none.
    /// - Complexity: O(1).
    @discardableResult
    func increment(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int

    /// Appends items to the list at a key, and returns all of it.
    ///
    /// With `ttl` the list's lifetime begins anew; without, a list that was there keeps its
    /// deadline.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)`` if another value is stored, which stays.
    /// - Complexity: in memory O(*m*) in the items given; where a caller still holds the list from
    ///   an earlier call, and in stores that persist, O(*l* + *m*) with the *l* items that were there.
    @discardableResult
    func listAppend(_ key: String, items: [JSONValue], ttl: Duration?) async throws -> [JSONValue]

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    ///
    /// The id of an item is its member `idKey`; ids are compared as JSON values. Of items with
    /// equal ids the first stays, and order is kept. Items in the list that have no id match
    /// nothing. (The rule is that of `list_append_unique` in AetherGraph's `context.kv()`.)
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for an item that is no object or has
    ///   no id, ``StoreError/notAList(key:reason:)`` if another value is stored, which stays.
    /// - Complexity: as of ``listAppend(_:items:ttl:)-(_,[JSONValue],_)``; in memory also O(*l* + *m*)
    ///   where the ids in the list are not known yet: at the first call, with another `idKey` than
    ///   before, and after one that was undone.
    @discardableResult
    func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String,
        ttl: Duration?
    ) async throws -> [JSONValue]

    /// Takes the whole list at a key and removes the key: of many that race, one gets the items.
    ///
    /// Empty where there is no list; a value that is not a list stays.
    ///
    /// - Complexity: O(1) in memory, O(*m*) in the items where the store persists.
    func listPopAll(_ key: String) async throws -> [JSONValue]

    /// Returns up to `limit` live keys that begin with `prefix`, in the order of their bytes.
    ///
    /// With the last key of a page as `after` it returns the next one; nil asks for the first.
    /// A negative limit is an error, ``StoreError/invalidLimit(_:reason:)``.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys returned. A store in memory puts its keys in order
    ///   at the first listing, O(*n* log *n*).
    func keys(prefix: String, after: String?, limit: Int) async throws -> [String]

    /// Counts the live keys that begin with `prefix`.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys counted; in memory O(1) for all.
    func count(prefix: String) async throws -> Int

    /// Returns the first `limit` live entries that begin with `prefix` and come behind `after`, all of
    /// one moment, and the revision that the store had then.
    ///
    /// Subscribers that begin with the present state read it with this call.
    ///
    /// - Complexity: as of ``keys(prefix:after:limit:)``.
    func storedPage(prefix: String, after: String?, limit: Int) async throws -> StoredPage

    /// Returns how the store has been used, and how much is in it.
    ///
    /// By default a store counts its entries and nothing else: the rest is 0.
    ///
    /// - Complexity: as of ``count(prefix:)`` for all keys.
    func statistics() async throws -> StoreStatistics

    /// Reads a key at once, if the store can do so without waiting.
    ///
    /// This and ``writeNow(_:ttl:_:)`` spare a store in memory the cost of an asynchronous call
    /// behind `any KeyValueStore`. By default a store cannot.
    ///
    /// `body` gets the live value, if there is one; it must not change it, and not call anything
    /// that waits. Where it returns false the caller asks ``stored(_:)-(String)`` instead.
    func readNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool

    /// Sets a key at once, if the store can do so without waiting.
    ///
    /// `body` exchanges what is stored for the new value. Where it returns false the caller asks
    /// ``set(_:to:ttl:)-(_,StoreValue,_)`` instead.
    func writeNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool
}
