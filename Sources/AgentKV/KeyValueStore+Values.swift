/// Values in their own types.
///
/// These are shells that are compiled into the caller, around ``KeyValueStore/readNow(_:_:)`` and
/// ``KeyValueStore/writeNow(_:ttl:_:)``, which are not generic: a value that is read in the type
/// it was set in is copied out of the store, and nothing else happens to it.
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
        if try !StoreValue.read(into: &value, or: &other, by: { try readNow(key, $0) }) {
            other = try await stored(key)
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
        guard let entry = try await storedEntry(key) else { return nil }
        return Entry(
            value: try entry.value.value(as: type, for: key, limits: limits),
            revision: entry.revision,
            remainingLifetime: entry.remainingLifetime
        )
    }

    /// Sets a key, with a lifetime or without one.
    ///
    /// It replaces both value and deadline: without `ttl` the key has no deadline any more.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value, kept in its own type where the store can.
    ///   - ttl: How long the value lives, from now on; nil for ever.
    /// - Throws: ``StoreError/invalidKey(key:reason:)``, ``StoreError/invalidTTL(key:reason:)`` for
    ///   a lifetime of zero or less, ``StoreError/invalidValue(key:reason:)``.
    /// - Complexity: O(1) in memory; one encoding where the store persists, or has a bound in bytes.
    @inlinable
    @inline(__always)
    public func set<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        ttl: Duration? = nil
    ) async throws {
        try StoreValue.check(value, for: key, limits: limits)
        var exchanged = value
        var replaced = StoreValue.vacant
        let isSet = try StoreValue.write(&exchanged, keeping: &replaced) {
            try writeNow(key, ttl: ttl, $0)
        }
        if !isSet { try await set(key, to: StoreValue(value), ttl: ttl) }
    }

    /// Sets a key to a JSON literal, with a lifetime or without one.
    @inlinable
    public func set(_ key: String, to value: JSONValue, ttl: Duration? = nil) async throws {
        try await set(key, to: StoreValue.checked(value, for: key, limits: limits), ttl: ttl)
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
        return try await compareAndSet(key, to: value, expecting: expecting, ttl: ttl)
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
        return try await compareAndSet(key, to: value, expecting: expecting, ttl: ttl)
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
        by access: ((inout StoreValue) -> Void) throws -> Bool
    ) rethrows -> Bool {
        try access { $0.exchange(with: &value, keeping: &replaced) }
    }
}
