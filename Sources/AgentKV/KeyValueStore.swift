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
/// - A call can be cancelled until its write is submitted; from then on it returns its outcome.
///
/// What a call costs is said for a store in memory, on average, in the *n* live entries and in what
/// the call is given or returns. A store that persists adds the encoding of what is written or read,
/// and one in a file a search in an index, O(log *n*), for each key.
///
/// Whoever writes a store conforms to ``StoreBackend`` instead, and has every call of this page with
/// it. The requirements here connect the two, and users of a store need only ``limits`` of them.
public protocol KeyValueStore: Sendable {
    /// The bounds on keys and values.
    var limits: StoreLimits { get }

    /// What the author of the store has written, which every call comes to.
    ///
    /// Users of a store do not need it.
    var backend: any StoreBackend { get }

    /// Reads a key at once, if the store can do so without waiting.
    ///
    /// The store's author provides it, and `get` calls it: see
    /// ``StoreBackend/performRead(_:)-(String)``. `body` gets the live value, if there is one; it must
    /// not change it, and not call anything that waits.
    ///
    /// - Returns: False where it cannot; then `get` waits for ``KeyValueStore/backend``.
    func performReadNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool

    /// Sets a key at once, if the store can do so without waiting.
    ///
    /// The store's author provides it, and `set` calls it: see
    /// ``StoreBackend/performSet(_:to:ttl:)``. `body` exchanges what is stored for the new value.
    ///
    /// - Returns: The revision of this write; nil where it cannot, and then `set` waits for the
    ///   ``KeyValueStore/backend``.
    func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision?
}

/// A store that is a facade of its backend.
extension KeyValueStore {
    @inlinable
    public func performReadNow(
        _ key: String,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        try backend.performReadNow(key, body)
    }

    @inlinable
    public func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision? {
        try backend.performWriteNow(key, ttl: ttl, body)
    }
}

extension KeyValueStore {
    /// Runs `body` on one consistent moment of the store, and returns its result.
    ///
    /// All that the body writes takes effect when it returns; when it throws, nothing has changed
    /// and the error is passed on. The body is synchronous, so nothing interleaves with it, and it
    /// may be run more than once: the last run counts, and it should have no effects but through
    /// its argument.
    ///
    /// - Complexity: what the body does, and O(*m*) in its writes where they are undone.
    @discardableResult
    public func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await backend.performTransaction(body)
    }

    /// Returns how the store has been used, and how much is in it.
    ///
    /// A store that counts nothing but its entries says 0 of the rest.
    ///
    /// - Complexity: as of ``count(prefix:)`` for all keys.
    @inlinable
    public func statistics() async throws -> StoreStatistics {
        try await backend.performStatistics()
    }
}
