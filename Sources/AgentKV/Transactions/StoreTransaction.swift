/// What the body of ``KeyValueStore/transaction(_:)`` works on: several keys at one moment.
///
/// ```swift
/// try await store.transaction { tx in
///     let credit = try tx.get("credit", default: 0)
///     guard credit >= price else { throw ShopError.tooPoor }
///     try tx.set("credit", to: credit - price)
///     try tx.listAppend("orders", items: [order])
/// }
/// ```
///
/// - Every call sees what those before it have done, and nothing that others do meanwhile.
/// - When the body returns, all of it takes effect at once; when it throws, none of it.
/// - Time stands still from the first call that meets a deadline: what is live then stays so.
/// - Calls mean the same, and throw the same errors, as those of ``KeyValueStore``.
public struct StoreTransaction: ~Copyable {
    let backend: any TransactionBackend

    /// Creates a transaction over what a store provides.
    ///
    /// Only those who write a store need it.
    public init(_ backend: any TransactionBackend) {
        self.backend = backend
    }

    var limits: StoreLimits { backend.limits }

    /// Returns the live entry at a key, its value as it is stored.
    func storedEntry(_ key: String) throws -> Entry<StoreValue>? {
        try limits.checkKey(key)
        return try backend.entry(key)
    }

    /// Sets a key to a value as it is stored, and returns the revision of this write.
    @discardableResult
    package func set(
        _ key: String,
        to value: StoreValue,
        lifetime: LifetimeChange
    ) throws -> Revision {
        try limits.checkKey(key)
        if case .lasting(let ttl) = lifetime { try limits.checkTTL(ttl, of: key) }
        try backend.prepare(for: .replacement, of: key)
        return try backend.set(key, to: value, lifetime: lifetime)
    }
}
