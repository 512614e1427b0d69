public import AgentKV

extension AgentDataStore {
    /// Returns the value at a key as JSON: nil if it is absent, `.null` if null is stored.
    public func get(_ key: String) async throws -> JSONValue? {
        try await get(key, as: JSONValue.self)
    }

    /// Returns the value at a key; nil if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/typeMismatch(key:reason:)`` if the value is no `V`.
    public func get<V: Codable & Sendable>(_ key: String, as type: V.Type) async throws -> V? {
        try await stored(key)?.value(as: type, for: key, limits: limits)
    }

    /// Returns the value at a key, or `default` if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/typeMismatch(key:reason:)`` if the value is no `V`.
    public func get<V: Codable & Sendable>(_ key: String, default: V) async throws -> V {
        try await get(key, as: V.self) ?? `default`
    }

    /// Returns the value at a key as JSON, or a JSON literal if it is absent.
    public func get(_ key: String, default: JSONValue) async throws -> JSONValue {
        try await get(key) ?? `default`
    }

    /// Returns the value at a key with what is known of it; nil if it is absent.
    public func record(_ key: String) async throws -> AgentRecord? {
        try checkNames()
        return try await database.readShort { connection in
            let now = try database.clock.now(on: connection)
            let record = try place(on: connection).flatMap { place in
                try connection.agentRecord(key, in: place, now: now, limits: limits)
            }
            if record == nil { try limits.checkKey(key) }
            return record
        }
    }

    private func stored(_ key: String) async throws -> StoreValue? {
        try checkNames()
        return try await database.readShort { connection in
            let value = try place(on: connection).flatMap { place in
                try connection.value(key, in: place, clock: database.clock, limits: limits)
            }
            if value == nil { try limits.checkKey(key) }
            return value
        }
    }
}

/// What there is.
extension AgentDataStore {
    /// Returns the keys of the namespace that begin with `prefix`, all of them, sorted by their
    /// bytes.
    ///
    /// - Complexity: O(log *n* + *m*) in the keys there and returned.
    public func listKeys(prefix: String = "") async throws -> [String] {
        try await readAll { connection, place in
            try connection.keys(
                in: place,
                prefix: prefix,
                after: nil,
                limit: .max,
                now: database.clock.now(on: connection)
            )
        } ?? []
    }

    /// Returns the namespaces in which the user has data, sorted by their bytes.
    public func listNamespaces() async throws -> [String] {
        try await readAll { connection, place in
            try connection.namespaces(
                ofInstance: place.instanceID,
                now: database.clock.now(on: connection)
            )
        } ?? []
    }

    /// Returns the id of the user's instance, for calls of the database that take one; nil while
    /// the user has no data.
    ///
    /// Such calls are, for example, the events of the user's data, and its export.
    public func instanceID() async throws -> String? {
        try await readAll { _, place in place.instanceID }
    }

    /// Reads at one moment, on a thread of the database; nil while the user has no data.
    func readAll<R: Sendable>(
        _ body: @escaping @Sendable (Connection, Place) throws -> R
    ) async throws -> R? {
        try checkNames()
        return try await database.read { connection in
            try connection.reading { connection in
                try place(on: connection).map { try body(connection, $0) }
            }
        }
    }
}
