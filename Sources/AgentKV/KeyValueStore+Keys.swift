/// The lifetimes of keys, and which keys there are.
extension KeyValueStore {
    /// Gives a live key a new lifetime from now on, and returns whether there is one.
    ///
    /// It is no write of the value: the revision stays. Messages that an inbox has lent from the key have
    /// the new deadline too, also where no message waits.
    ///
    /// - Throws: ``StoreError/invalidTTL(key:reason:)`` for a lifetime of zero or less.
    /// - Complexity: O(1).
    @inlinable
    @inline(__always)
    @discardableResult
    public func expire(_ key: String, ttl: Duration) async throws -> Bool {
        try await backend.performSetLifetime(key, to: ttl)
    }

    /// Removes the deadline of a live key, and returns whether there is one.
    ///
    /// Messages that an inbox has lent from the key have no such deadline any more either.
    ///
    /// - Complexity: O(1).
    @inlinable
    @inline(__always)
    @discardableResult
    public func persist(_ key: String) async throws -> Bool {
        try await backend.performSetLifetime(key, to: nil)
    }

    /// Frees up to `limit` entries whose lifetime has ended, those that ended first before the
    /// others (to a millisecond), and returns how many it freed.
    ///
    /// They are absent already: this gives back their memory.
    ///
    /// - Throws: ``StoreError/invalidLimit(_:reason:)`` for a negative limit.
    /// - Complexity: O(*m*) in the entries freed, however many there are in the store.
    @inlinable
    @discardableResult
    public func purgeExpired(limit: Int = StoreLimits.purgedEntries) async throws -> Int {
        try await backend.performPurge(limit: limit)
    }

    /// Returns up to `limit` live keys that begin with `prefix`, in the order of their bytes.
    ///
    /// With the last key of a page as `after` it returns the next one; nil asks for the first.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with, by bytes.
    ///   - after: The last key of the page before; nil for the first page.
    ///   - limit: How many keys to return at most.
    /// - Returns: Keys in the order of their bytes.
    /// - Throws: ``StoreError/invalidLimit(_:reason:)`` for a negative limit.
    /// - Complexity: O(log *n* + *m*) in the keys returned. A store in memory puts its keys in order
    ///   at the first listing, O(*n* log *n*).
    @inlinable
    public func keys(
        prefix: String = "",
        after: String? = nil,
        limit: Int = StoreLimits.pageKeys
    ) async throws -> [String] {
        try await backend.performKeys(prefix: prefix, after: after, limit: limit)
    }

    /// Counts the live keys that begin with `prefix`.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys counted; in memory O(1) for all.
    @inlinable
    public func count(prefix: String = "") async throws -> Int {
        try await backend.performCount(prefix: prefix)
    }

    /// Removes every live key that begins with `prefix`, all at one moment, and returns how many
    /// they were.
    ///
    /// With a key goes all that an inbox knows of its messages: those that are lent, and the ids that it
    /// remembers.
    ///
    /// - Complexity: as of ``keys(prefix:after:limit:)``, in the *m* keys removed.
    @inlinable
    @discardableResult
    public func deleteAll(prefix: String) async throws -> Int {
        try await backend.performDeleteAll(prefix: prefix)
    }
}
