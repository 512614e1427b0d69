/// Each call of the store, with the scope's name before the key.
extension ScopedStore: KeyValueStore {
    public func readNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool {
        do {
            return try base.readNow(full(key), body)
        } catch {
            throw relative(error)
        }
    }

    public func writeNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        do {
            return try base.writeNow(full(key), ttl: ttl, body)
        } catch {
            throw relative(error)
        }
    }

    public func stored(_ key: String) async throws -> StoreValue? {
        try await forward { try await base.stored(full(key)) }
    }

    public func stored(_ keys: [String]) async throws -> [StoreValue?] {
        try await forward { try await base.stored(keys.map(full)) }
    }

    public func storedEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try await forward { try await base.storedEntry(full(key)) }
    }

    public func exists(_ key: String) async throws -> Bool {
        try await forward { try await base.exists(full(key)) }
    }

    public func set(_ key: String, to value: StoreValue, ttl: Duration?) async throws {
        try await forward { try await base.set(full(key), to: value, ttl: ttl) }
    }

    public func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try await forward {
            try await base.compareAndSet(full(key), to: value, expecting: expecting, ttl: ttl)
        }
    }

    public func mset(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        var values = values
        for place in values.indices { values[place].key = try full(values[place].key) }
        let batch = values
        try await forward { try await base.mset(batch, ttl: ttl) }
    }

    public func delete(_ key: String) async throws -> Bool {
        try await forward { try await base.delete(full(key)) }
    }

    public func expire(_ key: String, ttl: Duration) async throws -> Bool {
        try await forward { try await base.expire(full(key), ttl: ttl) }
    }

    public func persist(_ key: String) async throws -> Bool {
        try await forward { try await base.persist(full(key)) }
    }

    public func increment(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int {
        try await forward {
            try await base.increment(full(key), by: amount, ttlIfNew: ttlIfNew)
        }
    }

    public func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await forward { try await base.listAppend(full(key), items: items, ttl: ttl) }
    }

    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await forward {
            try await base.listAppendUnique(full(key), items: items, idKey: idKey, ttl: ttl)
        }
    }

    public func listPopAll(_ key: String) async throws -> [JSONValue] {
        try await forward { try await base.listPopAll(full(key)) }
    }
}
