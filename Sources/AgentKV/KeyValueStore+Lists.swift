/// Lists with the usual arguments left out, and lists of typed items.
extension KeyValueStore {
    /// Appends items to the list at a key, and returns all of it.
    @discardableResult
    public func listAppend(_ key: String, items: [JSONValue]) async throws -> [JSONValue] {
        try await listAppend(key, items: items, ttl: nil)
    }

    /// Appends typed items to the list at a key, and returns all of it.
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for an item that cannot be JSON.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [some Codable & Sendable],
        ttl: Duration? = nil
    ) async throws -> [JSONValue] {
        let items = try ListAddition.encode(items, to: key, limits: limits)
        return try await listAppend(key, items: items, ttl: ttl)
    }

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String = "id"
    ) async throws -> [JSONValue] {
        try await listAppendUnique(key, items: items, idKey: idKey, ttl: nil)
    }

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await listAppendUnique(key, items: items, idKey: "id", ttl: ttl)
    }

    /// Appends the typed items whose id is not yet in the list at a key, and returns all of it.
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for an item that cannot be JSON, is
    ///   no object as JSON or has no id.
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [some Codable & Sendable],
        idKey: String = "id",
        ttl: Duration? = nil
    ) async throws -> [JSONValue] {
        let items = try ListAddition.encode(items, to: key, limits: limits)
        return try await listAppendUnique(key, items: items, idKey: idKey, ttl: ttl)
    }

    /// Takes the whole list at a key as typed items.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` where an item is no `V`: the list stays.
    public func listPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        try await transaction { try $0.listPopAll(key, as: type) }
    }
}
