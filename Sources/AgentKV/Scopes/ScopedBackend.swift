/// Each call of the store, with the scope's name before the key.
///
/// The entry at the scope's name and a colon is not in the scope, for no key of the scope names it.
/// So a call about the whole scope, which would meet it or its notes, leaves them out.
final class ScopedBackend: StoreBackend {
    let base: any StoreBackend
    /// What the keys begin with in the store.
    let prefix: String
    /// How many bytes of a key are the prefix.
    let prefixBytes: Int
    let limits: StoreLimits

    init(of base: any StoreBackend, prefix: String) {
        self.base = base
        self.prefix = prefix
        prefixBytes = prefix.utf8.count
        var limits = base.limits
        limits.keyBytes = max(limits.keyBytes - prefixBytes, 0)
        self.limits = limits
    }

    var coordinator: StoreCoordinator { base.coordinator }

    func origin(of key: String) -> (store: any StoreBackend, key: String) {
        base.origin(of: prefix + key)
    }

    func weakReference() -> StoreReference {
        let (prefix, reference) = (prefix, base.weakReference())
        return StoreReference { reference.store.map { ScopedBackend(of: $0, prefix: prefix) } }
    }

    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        do {
            return try await base.performTransaction { tx in
                var scoped = StoreTransaction(ScopedTransaction(tx.backend, scope: self))
                return try body(&scoped)
            }
        } catch StoreError.notYetDurable(let key, let reason) {
            // What the body throws is about keys of the scope already; this comes after it.
            throw relative(StoreError.notYetDurable(key: key, reason: reason))
        }
    }

    func performPurge(limit: Int) async throws -> Int {
        try await base.performPurge(limit: limit)
    }

    func performReadNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool {
        do { return try base.performReadNow(full(key), body) } catch { throw relative(error) }
    }

    func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision? {
        do {
            return try base.performWriteNow(full(key), ttl: ttl, body)
        } catch {
            throw relative(error)
        }
    }

    func performRead(_ key: String) async throws -> StoreValue? {
        try await forward { try await base.performRead(full(key)) }
    }

    func performRead(_ keys: [String]) async throws -> [StoreValue?] {
        try await forward { try await base.performRead(keys.map(full)) }
    }

    func performReadEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try await forward { try await base.performReadEntry(full(key)) }
    }

    func performExists(_ key: String) async throws -> Bool {
        try await forward { try await base.performExists(full(key)) }
    }

    func performSet(_ key: String, to value: StoreValue, ttl: Duration?) async throws -> Revision {
        try await forward { try await base.performSet(full(key), to: value, ttl: ttl) }
    }

    func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        let batch = try values.map { (key: try full($0.key), value: $0.value) }
        try await forward { try await base.performSet(batch, ttl: ttl) }
    }

    func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        let place = try full(key)
        return try await forward {
            try await base.performCompareAndSet(place, to: value, expecting: expecting, ttl: ttl)
        }
    }

    func performDelete(_ key: String) async throws -> Bool {
        try await forward { try await base.performDelete(full(key)) }
    }

    func performDeleteAll(prefix: String) async throws -> Int {
        if !prefix.isEmpty {
            let full = self.prefix + prefix
            return try await forward { try await base.performDeleteAll(prefix: full) }
        }
        // A store in memory puts its keys in order here, in steps, and not in the transaction.
        _ = try await performKeys(prefix: "", after: nil, limit: 1)
        return try await performTransaction { try $0.deleteAll(prefix: "") }
    }

    func performSetLifetime(_ key: String, to ttl: Duration?) async throws -> Bool {
        try await forward { try await base.performSetLifetime(full(key), to: ttl) }
    }

    func performIncrement(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int {
        let place = try full(key)
        return try await forward {
            try await base.performIncrement(place, by: amount, ttlIfNew: ttlIfNew)
        }
    }

    func performAppend(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> Int {
        try await forward { try await base.performAppend(addition, to: full(key), ttl: ttl) }
    }

    func performAppendUnique(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await forward { try await base.performAppendUnique(addition, to: full(key), ttl: ttl) }
    }

    func performPopAll(_ key: String) async throws -> [JSONValue] {
        try await forward { try await base.performPopAll(full(key)) }
    }

    func performPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        try await forward { try await base.performPopAll(full(key), as: type) }
    }
}

/// Calls on a range of keys.
extension ScopedBackend {
    func performKeys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        let range = (self.prefix + prefix, self.prefix + (after ?? ""))
        return try await base.performKeys(prefix: range.0, after: range.1, limit: limit)
            .map(relative)
    }

    func performReadPage(prefix: String, after: String?, limit: Int) async throws -> StoredPage {
        let range = (self.prefix + prefix, self.prefix + (after ?? ""))
        let page = try await base.performReadPage(prefix: range.0, after: range.1, limit: limit)
        let entries = page.entries.map { (key: relative($0.key), entry: $0.entry) }
        return StoredPage(entries: entries, revision: page.revision)
    }

    func performCount(prefix: String) async throws -> Int {
        let count = try await base.performCount(prefix: self.prefix + prefix)
        guard count > 0, prefix.isEmpty, try await base.performExists(self.prefix) else {
            return count
        }
        return try await performTransaction { try $0.count(prefix: "") }
    }
}
