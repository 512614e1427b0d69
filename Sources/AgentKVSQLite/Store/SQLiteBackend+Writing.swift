internal import AgentKV

extension SQLiteBackend {
    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await withoutActuallyEscaping(body) { body in
            try await database.write { [self] session in
                let backend = SQLiteTransaction(
                    session,
                    in: place,
                    limits: limits,
                    coordinator: coordinator
                )
                var transaction = StoreTransaction(CountedTransaction(backend, counters))
                return try body(&transaction)
            }
        }
    }

    func performSet(
        _ key: String,
        to value: StoreValue,
        ttl: Duration?
    ) async throws -> Revision {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let written = try WrittenValue(value, for: key, limits: limits)
        return try await database.write(isSingleStatement: true) { [self] session in
            try session.set(key, in: place, to: written, lifetime: LifetimeChange(ttl))
        }
    }

    func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        try limits.checkKey(key)
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let written = try WrittenValue(value, for: key, limits: limits)
        return try await database.write(isSingleStatement: true) { [self] session in
            let present = try session.connection.revision(of: key, in: place, now: session.now)
            counters.countRead(isHit: present != nil)
            guard present == expecting else { return nil }
            return try session.set(key, in: place, to: written, lifetime: LifetimeChange(ttl))
        }
    }

    func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        if let ttl { try limits.checkTTL(ttl, of: values.first?.key ?? "") }
        let written = try values.map { key, value in
            try limits.checkKey(key)
            return (key, try WrittenValue(value, for: key, limits: limits))
        }
        if written.isEmpty { return }
        try await database.write { [self] session in
            for (key, value) in written {
                try session.set(key, in: place, to: value, lifetime: LifetimeChange(ttl))
            }
        }
    }

    func performDelete(_ key: String) async throws -> Bool {
        let isDeleted = try await database.write(isSingleStatement: true) { [self] session in
            try session.delete(key, in: place)
        }
        if !isDeleted { try limits.checkKey(key) }
        return isDeleted
    }

    func performDeleteAll(prefix: String) async throws -> Int {
        try await database.write { [self] session in
            try session.deleteAll(prefix: prefix, in: place)
        }
    }

    func performSetLifetime(_ key: String, to ttl: Duration?) async throws -> Bool {
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let isThere = try await database.write(isSingleStatement: true) { [self] session in
            try session.setLifetime(key, in: place, to: ttl)
        }
        if !isThere { try limits.checkKey(key) }
        return isThere
    }

    /// Frees up to `limit` records whose lifetime has ended, the earliest first, and returns how
    /// many it freed.
    ///
    /// - Complexity: O(log *n*) for each record freed, and O(*m*) in those of other namespaces that
    ///   have expired before them and are not freed yet.
    func performPurge(limit: Int) async throws -> Int {
        try limits.checkCount(limit)
        let count = try await database.write { [self] session in
            try session.purgeExpired(in: place, limit: limit)
        }
        try await database.announceEndsElsewhere()
        return count
    }
}
