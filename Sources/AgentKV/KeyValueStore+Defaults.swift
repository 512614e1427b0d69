/// Every operation as a transaction. This is what the operations mean; stores override the ones
/// that they do faster.
extension KeyValueStore {
    public func stored(_ key: String) async throws -> StoreValue? {
        try await storedEntry(key)?.value
    }

    public func stored(_ keys: [String]) async throws -> [StoreValue?] {
        try await transaction { tx in try keys.map { try tx.storedEntry($0)?.value } }
    }

    public func storedEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try await transaction { try $0.storedEntry(key) }
    }

    public func exists(_ key: String) async throws -> Bool {
        try await transaction { try $0.exists(key) }
    }

    public func set(_ key: String, to value: StoreValue, ttl: Duration?) async throws {
        _ = try await transaction { try $0.set(key, to: value, lifetime: LifetimeChange(ttl)) }
    }

    public func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try await transaction {
            try $0.compareAndSet(key, to: value, expecting: expecting, ttl: ttl)
        }
    }

    public func mset(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        if let ttl { try limits.checkTTL(ttl, of: values.first?.key ?? "") }
        let values = values
        try await transaction { tx in
            for (key, value) in values {
                try tx.set(key, to: value, lifetime: LifetimeChange(ttl))
            }
        }
    }

    public func delete(_ key: String) async throws -> Bool {
        try await transaction { try $0.delete(key) }
    }

    public func deleteAll(prefix: String) async throws -> Int {
        try await transaction { try $0.deleteAll(prefix: prefix) }
    }

    public func expire(_ key: String, ttl: Duration) async throws -> Bool {
        try await transaction { try $0.expire(key, ttl: ttl) }
    }

    public func persist(_ key: String) async throws -> Bool {
        try await transaction { try $0.persist(key) }
    }

    public func increment(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int {
        try await transaction { try $0.increment(key, by: amount, ttlIfNew: ttlIfNew) }
    }

    public func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration?
    ) async throws -> [JSONValue] {
        let addition = try ListAddition(items, to: key, limits: limits)
        return try await transaction { try $0.append(addition, to: key, ttl: ttl) }
    }

    public func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        let addition = try ListAddition(unique: items, by: idKey, to: key, limits: limits)
        return try await transaction { try $0.append(addition, to: key, ttl: ttl) }
    }

    public func listPopAll(_ key: String) async throws -> [JSONValue] {
        try await transaction { try $0.listPopAll(key) }
    }

    public func keys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        try await transaction { try $0.keys(prefix: prefix, after: after, limit: limit) }
    }

    public func count(prefix: String) async throws -> Int {
        try await transaction { try $0.count(prefix: prefix) }
    }

    public func storedPage(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> StoredPage {
        try await transaction { tx in
            let keys = try tx.keys(prefix: prefix, after: after, limit: limit)
            let entries = try keys.compactMap { key in
                try tx.storedEntry(key).map { (key: key, entry: $0) }
            }
            return StoredPage(entries: entries, revision: try tx.backend.lastRevision())
        }
    }

    public func statistics() async throws -> StoreStatistics {
        StoreStatistics(entries: try await count(prefix: ""))
    }

    public func origin(of key: String) -> (store: any KeyValueStore, key: String) {
        (self, key)
    }

    public func weakReference() -> StoreReference {
        StoreReference { self }
    }

    public func readNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool {
        false
    }

    public func writeNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        false
    }
}
