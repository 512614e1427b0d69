extension StoreTransaction {
    /// Appends items to the list at a key, and returns all of it.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration? = nil
    ) throws -> [JSONValue] {
        try append(ListAddition(items, to: key, limits: limits), to: key, ttl: ttl)
    }

    /// Appends items to the list at a key, and returns all of it.
    @discardableResult
    public func listAppend(
        _ key: String,
        items: [some Codable & Sendable],
        ttl: Duration? = nil
    ) throws -> [JSONValue] {
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
        guard let items = try list(toPop: key) else { return [] }
        _ = try backend.removePopped(key)
        return items
    }

    /// Takes the whole list at a key as typed items; where one does not fit, the list stays.
    public func listPopAll<V: Codable & Sendable>(_ key: String, as type: V.Type) throws -> [V] {
        guard let items = try list(toPop: key) else { return [] }
        let typed = try items.decoded(as: type, for: key, limits: limits)
        _ = try backend.removePopped(key)
        return typed
    }

    /// The list at a key; nil where there is none, or another value.
    private func list(toPop key: String) throws -> [JSONValue]? {
        guard let value = try get(key) else {
            backend.addRequest(.change(of: key))
            return nil
        }
        if case .array(let items) = value { return items }
        return nil
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let items = try backend.append(addition, to: key, ttl: ttl)
        if ttl != nil { backend.addRequest(.lifetime(of: key)) }
        return items
    }
}

extension [JSONValue] {
    /// Returns the items of a list in their own type.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``, which names the first that does not fit.
    func decoded<V: Decodable>(
        as type: V.Type,
        for key: String,
        limits: StoreLimits
    ) throws -> [V] {
        try enumerated().map { index, item in
            do {
                return try item.decoded(as: type, maximumDepth: limits.valueDepth)
            } catch {
                throw StoreError.typeMismatch(
                    key: key,
                    reason: "item \(index) is no \(type): \(error)"
                )
            }
        }
    }
}
