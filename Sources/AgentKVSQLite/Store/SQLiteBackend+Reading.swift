internal import AgentKV

extension SQLiteBackend {
    /// How many keys are read on the caller's thread at most.
    private static var shortBatch: Int { 16 }

    func performReadNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool {
        let isRead: Void? = try database.readNow { [self] connection in
            if var value = try countedValue(key, on: connection) { body(&value) }
        }
        return isRead != nil
    }

    func performRead(_ key: String) async throws -> StoreValue? {
        try await database.read { [self] in try countedValue(key, on: $0) }
    }

    func performRead(_ keys: [String]) async throws -> [StoreValue?] {
        let read: @Sendable (Connection) throws -> [StoreValue?] = { [self] connection in
            try connection.reading { [self] connection in
                try keys.map { try value($0, on: connection) }
            }
        }
        let values =
            keys.count <= Self.shortBatch
            ? try await database.readShort(read) : try await database.read(read)
        counters.countReads(values)
        return values
    }

    func performReadEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try await database.readShort { [self] connection in
            let entry = try connection.entry(
                key,
                in: place,
                now: database.clock.now(on: connection),
                limits: limits
            )
            if entry == nil { try limits.checkKey(key) }
            counters.countRead(isHit: entry != nil)
            return entry
        }
    }

    func performExists(_ key: String) async throws -> Bool {
        try await database.readShort { [self] connection in
            let isThere =
                try connection.revision(
                    of: key,
                    in: place,
                    now: database.clock.now(on: connection)
                ) != nil
            if !isThere { try limits.checkKey(key) }
            counters.countRead(isHit: isThere)
            return isThere
        }
    }

    /// Returns up to `limit` live keys that begin with `prefix`, in the order of their bytes.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys there and returned, and those between them whose
    ///   lifetime has ended and that are not purged yet.
    func performKeys(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> [String] {
        try limits.checkCount(limit)
        return try await database.read { [self] connection in
            try connection.keys(
                in: place,
                prefix: prefix,
                after: after,
                limit: limit,
                now: database.clock.now(on: connection)
            )
        }
    }

    /// Counts the live keys that begin with `prefix`.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys there and counted.
    func performCount(prefix: String) async throws -> Int {
        try await database.read { [self] connection in
            try connection.count(in: place, prefix: prefix, now: database.clock.now(on: connection))
        }
    }

    func performReadPage(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> StoredPage {
        try limits.checkCount(limit)
        return try await database.read { [self] connection in
            try connection.page(
                in: place,
                prefix: prefix,
                after: after,
                limit: limit,
                now: database.clock.now(on: connection),
                limits: limits
            )
        }
    }

    /// Reads the live value at a key, and counts that.
    private func countedValue(_ key: String, on connection: Connection) throws -> StoreValue? {
        let value = try value(key, on: connection)
        counters.countRead(isHit: value != nil)
        return value
    }

    /// The live value at a key; one that is absent and not allowed is an error.
    private func value(_ key: String, on connection: Connection) throws -> StoreValue? {
        let value = try connection.value(
            key,
            in: place,
            clock: database.clock,
            limits: limits
        )
        if value == nil { try limits.checkKey(key) }
        return value
    }
}
