public import AgentKV

extension SQLiteStore {
    public func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await withoutActuallyEscaping(body) { body in
            try await database.write { session in
                let backend = SQLiteTransaction(session, in: place, limits: limits)
                var transaction = StoreTransaction(CountedTransaction(backend, counters))
                return try body(&transaction)
            }
        }
    }

    public func set(_ key: String, to value: StoreValue, ttl: Duration?) async throws {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let written = try WrittenValue(value, for: key, limits: limits)
        try await database.write(isSingleStatement: true) { session in
            _ = try session.set(key, in: place, to: written, lifetime: LifetimeChange(ttl))
        }
    }

    @discardableResult
    public func compareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let written = try WrittenValue(value, for: key, limits: limits)
        return try await database.write(isSingleStatement: true) { session in
            let present = try session.connection.revision(of: key, in: place, now: session.now)
            counters.countRead(isHit: present != nil)
            guard present == expecting else { return nil }
            return try session.set(key, in: place, to: written, lifetime: LifetimeChange(ttl))
        }
    }

    public func mset(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        if let ttl { try limits.checkTTL(ttl, of: values.first?.key ?? "") }
        let written = try values.map { key, value in
            try limits.checkKey(key)
            return (key, try WrittenValue(value, for: key, limits: limits))
        }
        if written.isEmpty { return }
        try await database.write { session in
            for (key, value) in written {
                try session.set(key, in: place, to: value, lifetime: LifetimeChange(ttl))
            }
        }
    }

    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        let isDeleted = try await database.write(isSingleStatement: true) { session in
            try session.delete(key, in: place)
        }
        if !isDeleted { try limits.checkKey(key) }
        return isDeleted
    }

    @discardableResult
    public func deleteAll(prefix: String) async throws -> Int {
        try await database.write { try $0.deleteAll(prefix: prefix, in: place) }
    }

    @discardableResult
    public func expire(_ key: String, ttl: Duration) async throws -> Bool {
        try limits.checkTTL(ttl, of: key)
        return try await setLifetime(key, to: ttl)
    }

    @discardableResult
    public func persist(_ key: String) async throws -> Bool {
        try await setLifetime(key, to: nil)
    }

    /// Frees up to `limit` records whose lifetime has ended, the earliest first, and returns how
    /// many it freed.
    ///
    /// - Complexity: O(log *n*) for each record freed, and O(*m*) in those of other namespaces that
    ///   have expired before them and are not freed yet.
    @discardableResult
    public func purgeExpired(limit: Int = StoreLimits.purgedEntries) async throws -> Int {
        try limits.checkCount(limit)
        let count = try await database.write { try $0.purgeExpired(in: place, limit: limit) }
        try await database.announceEndsElsewhere()
        return count
    }

    private func setLifetime(_ key: String, to ttl: Duration?) async throws -> Bool {
        let isThere = try await database.write(isSingleStatement: true) { session in
            try session.setLifetime(key, in: place, to: ttl)
        }
        if !isThere { try limits.checkKey(key) }
        return isThere
    }
}
