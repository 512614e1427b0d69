/// Values in their own types.
///
/// These are shells that are compiled into the caller, around ``KeyValueStore/performReadNow(_:_:)``
/// and ``KeyValueStore/performWriteNow(_:ttl:_:)``, which are not generic: a value that is read in the
/// type it was set in is copied out of the store, and nothing else happens to it.
extension KeyValueStore {
    /// Returns the value at a key; nil if it is absent.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if another type was stored and JSON does
    ///   not lead from it to `V`. The value stays.
    /// - Complexity: O(1) if the value was stored as a `V`, one encoding and decoding otherwise.
    @inlinable
    @inline(__always)
    public func get<V: Codable & Sendable>(_ key: String, as type: V.Type) async throws -> V? {
        var value: V?
        var other: StoreValue?
        if try !StoreValue.read(into: &value, or: &other, by: { try performReadNow(key, $0) }) {
            other = try await backend.performRead(key)
        }
        guard let other else { return value }
        return try other.value(as: type, for: key, limits: limits)
    }

    /// Returns the value at a key as JSON: nil if it is absent, `.null` if null is stored.
    @inlinable
    public func get(_ key: String) async throws -> JSONValue? {
        try await get(key, as: JSONValue.self)
    }

    /// Returns the value at a key, or `default` if it is absent.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if another type was stored.
    @inlinable
    public func get<V: Codable & Sendable>(_ key: String, default: V) async throws -> V {
        try await get(key, as: V.self) ?? `default`
    }

    /// Returns the value at a key with its revision and remaining lifetime; nil if it is absent.
    @inlinable
    public func entry<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> Entry<V>? {
        guard let entry = try await backend.performReadEntry(key) else { return nil }
        return Entry(
            value: try entry.value.value(as: type, for: key, limits: limits),
            revision: entry.revision,
            remainingLifetime: entry.remainingLifetime
        )
    }

    /// Returns whether there is a live value at a key; a stored null is one.
    ///
    /// - Complexity: O(1).
    @inlinable
    @inline(__always)
    public func exists(_ key: String) async throws -> Bool {
        try await backend.performExists(key)
    }

    /// Sets a key, with a lifetime or without one, and returns the revision of this write.
    ///
    /// It replaces both value and deadline: without `ttl` the key has no deadline any more. Messages that
    /// an inbox has lent from the key are gone.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value, kept in its own type where the store can.
    ///   - ttl: How long the value lives, from now on; nil for ever.
    /// - Returns: The revision of this write, as of ``entry(_:as:)``.
    /// - Throws: ``StoreError/invalidKey(key:reason:)``, ``StoreError/invalidTTL(key:reason:)`` for
    ///   a lifetime of zero or less, ``StoreError/invalidValue(key:reason:)``.
    /// - Complexity: O(1) in memory, and O(log *n*) for a new key once the keys have been listed, as
    ///   for every call that makes or removes a key; one encoding where the store persists, or has a
    ///   bound in bytes.
    @inlinable
    @inline(__always)
    @discardableResult
    public func set<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        ttl: Duration? = nil
    ) async throws -> Revision {
        try StoreValue.check(value, for: key, limits: limits)
        var exchanged = value
        var replaced = StoreValue.vacant
        let revision = try StoreValue.write(&exchanged, keeping: &replaced) {
            try performWriteNow(key, ttl: ttl, $0)
        }
        if let revision { return revision }
        return try await backend.performSet(key, to: StoreValue(value), ttl: ttl)
    }

    /// Sets a key to a JSON literal, with a lifetime or without one, and returns the revision of
    /// this write.
    @inlinable
    @discardableResult
    public func set(
        _ key: String,
        to value: JSONValue,
        ttl: Duration? = nil
    ) async throws -> Revision {
        let value = try StoreValue.checked(value, for: key, limits: limits)
        return try await backend.performSet(key, to: value, ttl: ttl)
    }

    /// Sets a key that is absent, and returns whether it was.
    ///
    /// Of many callers that race, one writes.
    @inlinable
    @discardableResult
    public func setIfAbsent<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        ttl: Duration? = nil
    ) async throws -> Bool {
        try await compareAndSet(key, to: value, expecting: nil, ttl: ttl) != nil
    }

    /// Sets a key that is absent to a JSON literal, and returns whether it was.
    @inlinable
    @discardableResult
    public func setIfAbsent(
        _ key: String,
        to value: JSONValue,
        ttl: Duration? = nil
    ) async throws -> Bool {
        try await compareAndSet(key, to: value, expecting: nil, ttl: ttl) != nil
    }

    /// Sets a key whose last write was `expecting` (nil: that is absent), and returns the revision
    /// of this write; nil where another writer was there first.
    @inlinable
    @discardableResult
    public func compareAndSet<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        expecting: Revision?,
        ttl: Duration? = nil
    ) async throws -> Revision? {
        let value = try StoreValue.checked(value, for: key, limits: limits)
        return try await backend.performCompareAndSet(
            key,
            to: value,
            expecting: expecting,
            ttl: ttl
        )
    }

    /// Sets a key whose last write was `expecting` to a JSON literal, and returns the revision of
    /// this write; nil where another writer was there first.
    @inlinable
    @discardableResult
    public func compareAndSet(
        _ key: String,
        to value: JSONValue,
        expecting: Revision?,
        ttl: Duration? = nil
    ) async throws -> Revision? {
        let value = try StoreValue.checked(value, for: key, limits: limits)
        return try await backend.performCompareAndSet(
            key,
            to: value,
            expecting: expecting,
            ttl: ttl
        )
    }

    /// Adds to the integer at a key and returns the sum.
    ///
    /// An absent key counts as 0 and begins with the lifetime `ttlIfNew`; an existing one keeps its
    /// deadline.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` if the value is no integer,
    ///   ``StoreError/overflow(key:reason:)`` if the sum is none.
    /// - Complexity: O(1).
    @inlinable
    @inline(__always)
    @discardableResult
    public func increment(
        _ key: String,
        by amount: Int = 1,
        ttlIfNew: Duration? = nil
    ) async throws -> Int {
        try await backend.performIncrement(key, by: amount, ttlIfNew: ttlIfNew)
    }

    /// Changes the value at a key in place, and returns what `body` returns.
    ///
    /// Nil stands for absence, and setting nil deletes. No other write comes between the reading and
    /// the writing; a key that was there keeps its deadline. When `body` throws, nothing changes. A
    /// store may run it more than once.
    @discardableResult
    public func update<V: Codable & Sendable, R: Sendable>(
        _ key: String,
        as type: V.Type,
        _ body: @Sendable (inout V?) throws -> R
    ) async throws -> R {
        try await backend.performTransaction { try $0.update(key, as: type, body) }
    }

    /// Removes a key, and returns whether a live value was there.
    ///
    /// Messages that an inbox has lent from the key are gone with it.
    ///
    /// - Complexity: O(1), and what it takes to release the value.
    @inlinable
    @inline(__always)
    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        try await backend.performDelete(key)
    }
}

extension StoreValue {
    /// Reads into `value` what is stored as a `V`, and into `other` what is not.
    ///
    /// It is generic over the value alone: within an extension of the protocol the closure would be
    /// generic over the store too, and could not be specialized behind `any KeyValueStore`.
    @inlinable
    @inline(__always)
    static func read<V: Codable & Sendable>(
        into value: inout V?,
        or other: inout StoreValue?,
        by access: ((inout StoreValue) -> Void) throws -> Bool
    ) rethrows -> Bool {
        try access { held in
            value = held.exactly(V.self)
            if value == nil { other = held.detached }
        }
    }

    /// Exchanges `value` for what is stored.
    @inlinable
    @inline(__always)
    static func write<V: Codable & Sendable>(
        _ value: inout V,
        keeping replaced: inout StoreValue,
        by access: ((inout StoreValue) -> Void) throws -> Revision?
    ) rethrows -> Revision? {
        try access { $0.exchange(with: &value, keeping: &replaced) }
    }
}
