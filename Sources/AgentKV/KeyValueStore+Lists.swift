/// Lists of JSON at a key.
extension KeyValueStore {
    /// Appends items to the list at a key, and returns how many there are then.
    ///
    /// With `ttl` the list's lifetime begins anew; without, a list that was there keeps its
    /// deadline.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)`` if another value is stored, which stays;
    ///   ``StoreError/invalidItem(key:index:reason:)`` for an item that cannot be JSON.
    /// - Complexity: in memory O(*m*) in the items given; where a caller still holds the list, and
    ///   in stores that persist, O(*l* + *m*) with the *l* items that were there.
    @inlinable
    @inline(__always)
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration? = nil
    ) async throws -> Int {
        let addition = try ListAddition(items, to: key, limits: limits)
        return try await backend.performAppend(addition, to: key, ttl: ttl)
    }

    /// Appends typed items to the list at a key, and returns how many there are then.
    ///
    /// - Throws: The errors of the same call with JSON.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [some Codable & Sendable],
        ttl: Duration? = nil
    ) async throws -> Int {
        let items = try ListAddition.encode(items, to: key, limits: limits)
        return try await listAppend(key, items: items, ttl: ttl)
    }

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    ///
    /// The id of an item is its member `idKey`; ids are compared as JSON values. Of items with
    /// equal ids the first stays, and order is kept. Items in the list that have no id match
    /// nothing. Messages that an inbox has lent from the list count as if they were in it, and are not
    /// in what is returned. (The rule is that of `list_append_unique` in AetherGraph's `context.kv()`.)
    ///
    /// - Throws: ``StoreError/invalidItem(key:index:reason:)`` for an item that is no object or has
    ///   no id, ``StoreError/notAList(key:reason:)`` if another value is stored, which stays.
    /// - Complexity: as of ``listAppend(_:items:ttl:)-(_,[JSONValue],_)``; a caller who holds the
    ///   list that is returned lets the next append copy it. In memory also O(*l* + *m*) where the
    ///   ids in the list are not known yet: at the first call, with another `idKey` than before, and
    ///   after one that was undone.
    @inlinable
    @inline(__always)
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String = "id",
        ttl: Duration? = nil
    ) async throws -> [JSONValue] {
        let addition = try ListAddition(unique: items, by: idKey, to: key, limits: limits)
        return try await backend.performAppendUnique(addition, to: key, ttl: ttl)
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

    /// Takes the whole list at a key and removes the key: of many that race, one gets the items.
    ///
    /// Empty where there is no list; a value that is not a list stays. Messages that an inbox has lent
    /// from the list stay lent, and come back.
    ///
    /// - Complexity: O(1) in memory, O(*m*) in the items where the store persists.
    @inlinable
    @inline(__always)
    public func listPopAll(_ key: String) async throws -> [JSONValue] {
        try await backend.performPopAll(key)
    }

    /// Takes the whole list at a key as typed items.
    ///
    /// The items are decoded before the list is taken.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` where an item is no `V`: the list stays.
    public func listPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        try await backend.performPopAll(key, as: type)
    }
}
