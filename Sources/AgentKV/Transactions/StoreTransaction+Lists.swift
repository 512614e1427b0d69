extension StoreTransaction {
    /// Appends items to the list at a key, and returns how many there are then.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration? = nil
    ) throws -> Int {
        try append(ListAddition(items, to: key, limits: limits), to: key, ttl: ttl).count
    }

    /// Appends typed items to the list at a key, and returns how many there are then.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [some Codable & Sendable],
        ttl: Duration? = nil
    ) throws -> Int {
        let items = try ListAddition.encode(items, to: key, limits: limits)
        return try listAppend(key, items: items, ttl: ttl)
    }

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String = "id",
        ttl: Duration? = nil
    ) throws -> [JSONValue] {
        let addition = try ListAddition(unique: items, by: idKey, to: key, limits: limits)
        return try append(addition, to: key, ttl: ttl)
    }

    /// Appends the items whose id is not yet in the list at a key, and returns all of it.
    @discardableResult
    public func listAppendUnique(
        _ key: String,
        items: [some Codable & Sendable],
        idKey: String = "id",
        ttl: Duration? = nil
    ) throws -> [JSONValue] {
        let items = try ListAddition.encode(items, to: key, limits: limits)
        return try listAppendUnique(key, items: items, idKey: idKey, ttl: ttl)
    }

    /// Takes the whole list at a key; empty where there is none, or another value, which stays.
    public func listPopAll(_ key: String) throws -> [JSONValue] {
        try popAll(key) { $0 }
    }

    /// Takes the whole list at a key as typed items; where one does not fit, the list stays.
    public func listPopAll<V: Codable & Sendable>(_ key: String, as type: V.Type) throws -> [V] {
        let limits = limits
        return try popAll(key) { try $0.decoded(as: type, for: key, limits: limits) }
    }

    /// Takes the whole list at a key as what `convert` makes of it, and leaves it where that throws.
    private func popAll<T>(_ key: String, _ convert: ([JSONValue]) throws -> [T]) throws -> [T] {
        guard let value = try get(key) else {
            backend.addRequest(.change(of: key))
            return []
        }
        guard case .array(let items) = value else { return [] }
        let converted = try convert(items)
        try backend.prepare(for: .removal, of: key)
        _ = try backend.remove(key, as: .popped, nil)
        return converted
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        return try backend.append(addition, to: key, ttl: ttl)
    }
}

extension [JSONValue] {
    /// Returns the items of a list in their own type, from the one at `start` on.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``, which names the first that does not fit.
    func decoded<V: Decodable>(
        as type: V.Type,
        from start: Int = 0,
        for key: String,
        limits: StoreLimits
    ) throws -> [V] {
        try (start..<count).map { index in
            do {
                return try self[index].decoded(as: type, maximumDepth: limits.valueDepth)
            } catch {
                throw StoreError.typeMismatch(
                    key: key,
                    reason: "item \(index) is no \(type): \(error)"
                )
            }
        }
    }
}
