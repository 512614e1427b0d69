/// Several keys in one call, at one moment.
extension KeyValueStore {
    /// Returns the values at several keys as JSON, in the order asked; nil for those absent.
    public func mget(_ keys: [String]) async throws -> [JSONValue?] {
        try await mget(keys, as: JSONValue.self)
    }

    /// Returns the values at several keys, in the order asked; nil for those absent.
    ///
    /// A key that is asked for twice is answered twice.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``, which names the key whose value is no `V`.
    @inlinable
    public func mget<V: Codable & Sendable>(
        _ keys: [String],
        as type: V.Type
    ) async throws -> [V?] {
        let values = try await backend.performRead(keys)
        var typed: [V?] = []
        typed.reserveCapacity(values.count)
        for place in 0..<min(keys.count, values.count) {
            typed.append(try values[place]?.value(as: type, for: keys[place], limits: limits))
        }
        return typed
    }

    /// Returns the values at several keys by key; those absent are left out.
    ///
    /// - Throws: ``StoreError/ambiguousKeys(key:reason:)`` if two of the keys are composed
    ///   differently and otherwise the same: a dictionary has room for one of them only.
    public func getMany<V: Codable & Sendable>(
        _ keys: [String],
        as type: V.Type
    ) async throws -> [String: V] {
        try keys.checkTellable(otherwise: "use mget")
        var found: [String: V] = [:]
        for (key, value) in zip(keys, try await mget(keys, as: type)) {
            if let value { found[key] = value }
        }
        return found
    }

    /// Sets several keys, all or none, with one lifetime or without one.
    ///
    /// - Throws: The errors of ``set(_:to:ttl:)-(_,V,_)``; then none of the keys is set.
    /// - Complexity: O(*n*) in the keys given.
    @inlinable
    public func mset<V: Codable & Sendable>(
        _ values: [String: V],
        ttl: Duration? = nil
    ) async throws {
        try await backend.performSet(StoreValue.batch(values, limits: limits), ttl: ttl)
    }

    /// Sets several keys in order, all or none; of a key given twice the last value counts.
    @inlinable
    public func mset<V: Codable & Sendable>(
        _ values: KeyValuePairs<String, V>,
        ttl: Duration? = nil
    ) async throws {
        try await backend.performSet(StoreValue.batch(values, limits: limits), ttl: ttl)
    }

    /// Sets several keys to values of different types, all or none.
    public func mset(
        _ values: [String: any Codable & Sendable],
        ttl: Duration? = nil
    ) async throws {
        let batch = try values.map {
            (key: $0, value: try StoreValue.checked($1, for: $0, limits: limits))
        }
        try await backend.performSet(batch, ttl: ttl)
    }

    /// Sets several keys to values of different types, all or none; of a key given twice the last
    /// value counts.
    public func mset(
        _ values: KeyValuePairs<String, any Codable & Sendable>,
        ttl: Duration? = nil
    ) async throws {
        let batch = try values.map {
            (key: $0, value: try StoreValue.checked($1, for: $0, limits: limits))
        }
        try await backend.performSet(batch, ttl: ttl)
    }
}

extension StoreValue {
    /// Checks the values of a batch and makes them what a store holds.
    @inlinable
    static func batch<V: Codable & Sendable>(
        _ values: some Collection<(key: String, value: V)>,
        limits: StoreLimits
    ) throws -> [(key: String, value: StoreValue)] {
        var batch: [(key: String, value: StoreValue)] = []
        batch.reserveCapacity(values.count)
        for (key, value) in values {
            batch.append((key, try checked(value, for: key, limits: limits)))
        }
        return batch
    }
}

extension [String] {
    /// Throws if a dictionary would take two of the keys for one; says what to do `otherwise`.
    ///
    /// - Throws: ``StoreError/ambiguousKeys(key:reason:)``.
    package func checkTellable(otherwise advice: String) throws(StoreError) {
        var spelling: [String: String] = [:]
        for key in self {
            guard let other = spelling.updateValue(key, forKey: key) else { continue }
            guard other.hasSameBytes(as: key) else {
                throw .ambiguousKeys(
                    key: key,
                    reason: "a dictionary cannot tell it from another of the keys asked for, "
                        + "which is composed differently; \(advice)"
                )
            }
        }
    }
}
