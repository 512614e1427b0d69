extension StoreTransaction {
    /// Returns the value at a key as JSON; nil if it is absent.
    public func get(_ key: String) throws -> JSONValue? {
        try storedEntry(key)?.value.json(for: key, limits: limits)
    }

    /// Returns the value at a key; nil if it is absent.
    public func get<V: Codable & Sendable>(_ key: String, as type: V.Type) throws -> V? {
        try storedEntry(key)?.value.value(as: type, for: key, limits: limits)
    }

    /// Returns the value at a key, or `default` if it is absent.
    public func get<V: Codable & Sendable>(_ key: String, default: V) throws -> V {
        try get(key, as: V.self) ?? `default`
    }

    /// Returns the value at a key with its revision and remaining lifetime; nil if it is absent.
    public func entry<V: Codable & Sendable>(_ key: String, as type: V.Type) throws -> Entry<V>? {
        guard let entry = try storedEntry(key) else { return nil }
        return Entry(
            value: try entry.value.value(as: type, for: key, limits: limits),
            revision: entry.revision,
            remainingLifetime: entry.remainingLifetime
        )
    }

    /// Returns whether there is a live value at a key; a stored null is one.
    public func exists(_ key: String) throws -> Bool {
        try storedEntry(key) != nil
    }

    /// Sets a key, with a lifetime or without one, and returns the revision of this write.
    @discardableResult
    public func set<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        ttl: Duration? = nil
    ) throws -> Revision {
        try set(key, to: checked(value, for: key), lifetime: LifetimeChange(ttl))
    }

    /// Sets a key to a JSON literal, with a lifetime or without one, and returns the revision of this
    /// write.
    @discardableResult
    public func set(
        _ key: String,
        to value: JSONValue,
        ttl: Duration? = nil
    ) throws -> Revision {
        try set(key, to: checked(value, for: key), lifetime: LifetimeChange(ttl))
    }

    /// Sets a key that is absent, and returns whether it was.
    @discardableResult
    public func setIfAbsent<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        ttl: Duration? = nil
    ) throws -> Bool {
        try compareAndSet(key, to: checked(value, for: key), expecting: nil, ttl: ttl) != nil
    }

    /// Sets a key that is absent to a JSON literal, and returns whether it was.
    @discardableResult
    public func setIfAbsent(
        _ key: String,
        to value: JSONValue,
        ttl: Duration? = nil
    ) throws -> Bool {
        try compareAndSet(key, to: checked(value, for: key), expecting: nil, ttl: ttl) != nil
    }

    /// Sets a key whose last write was `expecting` (nil: that is absent), and returns the revision
    /// of this write; nil where another one was there first.
    @discardableResult
    public func compareAndSet<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        expecting: Revision?,
        ttl: Duration? = nil
    ) throws -> Revision? {
        try compareAndSet(key, to: checked(value, for: key), expecting: expecting, ttl: ttl)
    }

    /// Removes a key, and returns whether a live value was there.
    @discardableResult
    public func delete(_ key: String) throws -> Bool {
        try limits.checkKey(key)
        try backend.prepare(for: .replacement, of: key)
        if try backend.delete(key) { return true }
        backend.addRequest(.change(of: key))
        return false
    }

    func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) throws -> Revision? {
        if let ttl { try limits.checkTTL(ttl, of: key) }
        guard try storedEntry(key)?.revision == expecting else { return nil }
        return try set(key, to: value, lifetime: LifetimeChange(ttl))
    }

    private func checked(
        _ value: some Codable & Sendable,
        for key: String
    ) throws -> StoreValue {
        try StoreValue.checked(value, for: key, limits: limits)
    }
}
