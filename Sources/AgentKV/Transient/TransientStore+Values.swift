extension TransientStore: KeyValueStore {
    public nonisolated func readNow(
        _ key: String,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        let isThere = table.withLock { $0.read(key, now: clock, body) }
        if !isThere { try limits.checkKey(key) }
        return true
    }

    public nonisolated func writeNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        let deadline = try deadline(ttl, of: key)
        try table.withLock { _ = try $0.write(key, deadline: deadline, body) }
        return true
    }

    public nonisolated func stored(_ key: String) async throws -> StoreValue? {
        var value: StoreValue?
        _ = try readNow(key) { value = $0.detached }
        return value
    }

    public nonisolated func storedEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try entryNow(key)
    }

    public nonisolated func set(
        _ key: String,
        to value: StoreValue,
        ttl: Duration?
    ) async throws {
        var value = value
        _ = try writeNow(key, ttl: ttl) { swap(&$0, &value) }
    }

    @discardableResult
    public nonisolated func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try compareAndSetNow(key, to: value, expecting: expecting, ttl: ttl)
    }

    @discardableResult
    public nonisolated func delete(_ key: String) async throws -> Bool {
        try deleteNow(key)
    }

    /// Returns whether there is a live value at a key; a stored null is one.
    ///
    /// A key that is not allowed is absent.
    public nonisolated func exists(_ key: String) async -> Bool {
        existsNow(key)
    }

    @discardableResult
    public nonisolated func increment(
        _ key: String,
        by amount: Int,
        ttlIfNew: Duration?
    ) async throws -> Int {
        try incrementNow(key, by: amount, ttlIfNew: ttlIfNew)
    }
}

extension TransientStore {
    private nonisolated func entryNow(_ key: String) throws -> Entry<StoreValue>? {
        let entry = withTable { $0.entry(key, now: clock) }
        if entry == nil { try limits.checkKey(key) }
        return entry
    }

    private nonisolated func compareAndSetNow(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) throws -> Revision? {
        let deadline = try deadline(ttl, of: key)
        var value = value
        let revision = try withTable { table throws(StoreError) -> Revision? in
            let present = table.find(key, now: clock)
            let revision = present == .none ? nil : table.cells[present].pointee.revision
            if revision != expecting { return nil }
            return try table.set(key, to: &value, deadline: deadline)
        }
        if revision == nil { try limits.checkKey(key) }
        return revision
    }

    private nonisolated func deleteNow(_ key: String) throws -> Bool {
        let remains = withTable { $0.delete(key, now: clock) }
        if remains == nil { try limits.checkKey(key) }
        return remains != nil
    }

    private nonisolated func existsNow(_ key: String) -> Bool {
        withTable { $0.find(key, now: clock) != .none }
    }

    private nonisolated func incrementNow(
        _ key: String,
        by amount: Int,
        ttlIfNew: Duration?
    ) throws -> Int {
        if let ttlIfNew { try limits.checkTTL(ttlIfNew, of: key) }
        let sum = try withTable { table in
            try table.increment(key, by: amount, now: clock)
        }
        return try sum ?? run { try $0.increment(key, by: amount, ttlIfNew: ttlIfNew) }
    }
}
