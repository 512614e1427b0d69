public import AgentKV

/// Several keys in one call, at one moment.
extension AgentDataStore {
    /// Returns the values at several keys as JSON, by key; those absent are left out.
    ///
    /// - Throws: ``/AgentKV/StoreError/ambiguousKeys(key:reason:)`` if two of the keys are composed
    ///   differently and otherwise the same: a dictionary has room for one of them only.
    public func getMany(_ keys: [String]) async throws -> [String: JSONValue] {
        try await getMany(keys, as: JSONValue.self)
    }

    /// Returns the values at several keys, by key; those absent are left out.
    ///
    /// - Throws: ``/AgentKV/StoreError/typeMismatch(key:reason:)``, which names the key whose value
    ///   is no `V`; ``/AgentKV/StoreError/ambiguousKeys(key:reason:)``.
    public func getMany<V: Codable & Sendable>(
        _ keys: [String],
        as type: V.Type
    ) async throws -> [String: V] {
        try keys.checkTellable(otherwise: "ask for one at a time")
        let values = try await readAll { connection, place in
            try keys.map { key in
                try connection.value(key, in: place, clock: database.clock, limits: limits)
            }
        }
        var found: [String: V] = [:]
        for (key, value) in zip(keys, values ?? keys.map { _ in nil }) {
            guard let value else {
                try limits.checkKey(key)
                continue
            }
            found[key] = try value.value(as: type, for: key, limits: limits)
        }
        return found
    }

    /// Returns all that is in the namespace, in the order of the keys' bytes.
    ///
    /// A JSON object, other than a dictionary, can tell all keys apart.
    ///
    /// - Complexity: O(*n*) in the records of the namespace, which are all in memory then.
    public func getAll() async throws -> JSONObject {
        let values = try await readAll { connection, place in
            try connection.values(
                in: place,
                now: database.clock.now(on: connection),
                limits: limits
            )
        }
        return values ?? JSONObject()
    }

    /// Sets several keys, all or none.
    ///
    /// - Parameters:
    ///   - values: The values by key.
    ///   - metadata: What is noted beside each of the values, as ``set(_:to:metadata:)-(_,V,_)`` does.
    /// - Returns: How many they are.
    /// - Throws: The errors of ``set(_:to:metadata:)-(_,V,_)``; then none of the keys is set.
    @discardableResult
    public func setMany<V: Codable & Sendable>(
        _ values: [String: V],
        metadata: JSONObject? = nil
    ) async throws -> Int {
        try await write(values.map { ($0, StoreValue($1)) }, metadata: metadata)
        return values.count
    }

    /// Sets several keys to values of different types, all or none, and returns how many they are.
    @discardableResult
    public func setMany(
        _ values: [String: any Codable & Sendable],
        metadata: JSONObject? = nil
    ) async throws -> Int {
        try await write(values.map { ($0, StoreValue($1)) }, metadata: metadata)
        return values.count
    }

    /// Sets several keys to the members of a JSON literal, all or none, and returns how many they
    /// are.
    @discardableResult
    public func setMany(
        _ values: JSONObject,
        metadata: JSONObject? = nil
    ) async throws -> Int {
        try await write(values.map { ($0.name, StoreValue(json: $0.value)) }, metadata: metadata)
        return values.count
    }
}
