/// Every operation as a transaction. This is what the operations mean; stores provide the ones that
/// they do faster.
extension StoreBackend {
    public func performRead(_ key: String) async throws -> StoreValue? {
        try await performReadEntry(key)?.value
    }

    public func performRead(_ keys: [String]) async throws -> [StoreValue?] {
        try await performTransaction { tx in try keys.map { try tx.storedEntry($0)?.value } }
    }

    public func performReadEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try await performTransaction { try $0.storedEntry(key) }
    }

    public func performReadPage(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> StoredPage {
        try await performTransaction { tx in
            let keys = try tx.keys(prefix: prefix, after: after, limit: limit)
            let entries = try keys.compactMap { key in
                try tx.storedEntry(key).map { (key: key, entry: $0) }
            }
            return StoredPage(entries: entries, revision: try tx.backend.lastRevision())
        }
    }

    public func performExists(_ key: String) async throws -> Bool {
        try await performTransaction { try $0.exists(key) }
    }

    public func performSet(
        _ key: String,
        to value: StoreValue,
        ttl: Duration?
    ) async throws -> Revision {
        try await performTransaction { try $0.set(key, to: value, lifetime: LifetimeChange(ttl)) }
    }

    public func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        if let ttl { try limits.checkTTL(ttl, of: values.first?.key ?? "") }
        let values = values
        try await performTransaction { tx in
            for (key, value) in values {
                try tx.set(key, to: value, lifetime: LifetimeChange(ttl))
            }
        }
    }

    public func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try await performTransaction {
            try $0.compareAndSet(key, to: value, expecting: expecting, ttl: ttl)
        }
    }

    public func performDelete(_ key: String) async throws -> Bool {
        try await performTransaction { try $0.delete(key) }
    }

    public func performDeleteAll(prefix: String) async throws -> Int {
        try await performTransaction { try $0.deleteAll(prefix: prefix) }
    }

    public func performSetLifetime(_ key: String, to ttl: Duration?) async throws -> Bool {
        try await performTransaction { tx in
            if let ttl { try tx.expire(key, ttl: ttl) } else { try tx.persist(key) }
        }
    }

    public func performIncrement(
        _ key: String,
        by amount: Int,
        ttlIfNew: Duration?
    ) async throws -> Int {
        try await performTransaction { try $0.increment(key, by: amount, ttlIfNew: ttlIfNew) }
    }

    public func performAppend(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> Int {
        try await performTransaction { try $0.append(addition, to: key, ttl: ttl).count }
    }

    public func performAppendUnique(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await performTransaction { try $0.append(addition, to: key, ttl: ttl) }
    }

    public func performPopAll(_ key: String) async throws -> [JSONValue] {
        try await performTransaction { try $0.listPopAll(key) }
    }

    public func performPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        try await performTransaction { try $0.listPopAll(key, as: type) }
    }

    public func performSendNow(_ message: StoreValue, to key: String) throws -> Bool { false }

    public func performReceiveNow(
        from key: String,
        where fits: (borrowing StoreValue) -> Bool
    ) throws -> MessageFinding { .unknown }

    public func performOnQueueNow(
        at key: String,
        _ body: (any MessageQueue) throws -> Void
    ) throws -> Bool { false }

    public func performKeys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        try await performTransaction { try $0.keys(prefix: prefix, after: after, limit: limit) }
    }

    public func performCount(prefix: String) async throws -> Int {
        try await performTransaction { try $0.count(prefix: prefix) }
    }

    public func performStatistics() async throws -> StoreStatistics {
        StoreStatistics(entries: try await performCount(prefix: ""))
    }
}

/// A store that is its own backend, has nothing to answer at once, and holds its keys itself.
extension StoreBackend {
    @inlinable
    @inline(__always)
    public var backend: any StoreBackend { self }

    public func performReadNow(
        _ key: String,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        false
    }

    public func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision? {
        nil
    }

    public func origin(of key: String) -> (store: any StoreBackend, key: String) {
        (self, key)
    }

    public func weakReference() -> StoreReference {
        StoreReference { [weak self] in self }
    }
}
