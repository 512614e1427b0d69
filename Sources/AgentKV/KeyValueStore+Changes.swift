/// Changes to what is there, and listings, with the usual arguments left out.
extension KeyValueStore {
    /// Changes the value at a key in place, and returns what `body` returns.
    ///
    /// Nil stands for absence, and setting nil deletes. No other write comes between the reading and
    /// the writing; a key that was there keeps its deadline. When `body` throws, nothing changes. A
    /// store may run it more than once.
    @discardableResult
    public func update<V: Codable & Sendable, R: Sendable>(
        _ key: String,
        as type: V.Type,
        _ body: @Sendable (inout V?) throws -> R
    ) async throws -> R {
        try await transaction { try $0.update(key, as: type, body) }
    }

    /// Frees up to 1,000 entries whose lifetime has ended, and returns how many it freed.
    @discardableResult
    public func purgeExpired() async throws -> Int {
        try await purgeExpired(limit: StoreLimits.purgedEntries)
    }

    /// Adds to the integer at a key and returns the sum; an absent key counts as 0.
    @discardableResult
    public func increment(_ key: String, by amount: Int = 1) async throws -> Int {
        try await increment(key, by: amount, ttlIfNew: nil)
    }

    /// Adds 1 to the integer at a key and returns the sum; an absent key counts as 0.
    @discardableResult
    public func increment(_ key: String, ttlIfNew: Duration?) async throws -> Int {
        try await increment(key, by: 1, ttlIfNew: ttlIfNew)
    }

    /// Returns live keys that begin with `prefix`, in the order of their bytes.
    public func keys(
        prefix: String = "",
        limit: Int = StoreLimits.pageKeys
    ) async throws -> [String] {
        try await keys(prefix: prefix, after: nil, limit: limit)
    }

    /// Returns up to 1,000 live keys that begin with `prefix` and come behind `after`, in the
    /// order of their bytes.
    public func keys(prefix: String = "", after: String?) async throws -> [String] {
        try await keys(prefix: prefix, after: after, limit: StoreLimits.pageKeys)
    }

    /// Returns live keys behind `after`, in the order of their bytes.
    public func keys(after: String?, limit: Int) async throws -> [String] {
        try await keys(prefix: "", after: after, limit: limit)
    }

    /// Counts the live keys.
    public func count() async throws -> Int {
        try await count(prefix: "")
    }
}
