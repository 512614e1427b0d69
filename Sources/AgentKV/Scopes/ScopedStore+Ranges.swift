/// Calls on many keys.
///
/// The entry at the scope's name and a colon is not in the scope, for no key of the scope names it.
/// So a call about the whole scope, which would meet it or its notes, leaves them out.
extension ScopedStore {
    public func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        do {
            return try await base.transaction { tx in
                var scoped = StoreTransaction(ScopedTransaction(tx.backend, scope: self))
                return try body(&scoped)
            }
        } catch StoreError.notYetDurable(let key, let reason) {
            // What the body throws is about keys of the scope already; this comes after it.
            throw relative(StoreError.notYetDurable(key: key, reason: reason))
        }
    }

    /// Frees up to `limit` entries of the whole store whose lifetime has ended, and returns how many
    /// it freed.
    ///
    /// A store keeps its deadlines in one order, not in one for each scope.
    public func purgeExpired(limit: Int) async throws -> Int {
        try await base.purgeExpired(limit: limit)
    }

    public func keys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        let keys = try await base.keys(
            prefix: self.prefix + prefix,
            after: self.prefix + (after ?? ""),
            limit: limit
        )
        return keys.map(relative)
    }

    public func storedPage(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> StoredPage {
        let page = try await base.storedPage(
            prefix: self.prefix + prefix,
            after: self.prefix + (after ?? ""),
            limit: limit
        )
        return StoredPage(
            entries: page.entries.map { (key: relative($0.key), entry: $0.entry) },
            revision: page.revision
        )
    }

    public func count(prefix: String) async throws -> Int {
        let count = try await base.count(prefix: self.prefix + prefix)
        guard count > 0, prefix.isEmpty, try await base.exists(self.prefix) else { return count }
        return try await transaction { try $0.count(prefix: "") }
    }

    public func deleteAll(prefix: String) async throws -> Int {
        if !prefix.isEmpty {
            return try await forward { try await base.deleteAll(prefix: self.prefix + prefix) }
        }
        // A store in memory puts its keys in order here, in steps, and not in the transaction.
        _ = try await keys(prefix: "", after: nil, limit: 1)
        return try await transaction { try $0.deleteAll(prefix: "") }
    }
}
