public import AgentKV

extension AgentDataStore {
    /// Sets a key.
    ///
    /// A value that is there is overwritten: the time of creation, the first writer and the metadata
    /// stay.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value, kept as JSON.
    ///   - metadata: What is noted beside the value, laid over what has been noted before: a member
    ///     replaces that of its name as a whole, others stay. A null is a value like any other.
    /// - Throws: ``/AgentKV/StoreError/invalidKey(key:reason:)``,
    ///   ``/AgentKV/StoreError/invalidValue(key:reason:)`` for what cannot be JSON.
    public func set<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        metadata: JSONObject? = nil
    ) async throws {
        try await write([(key, StoreValue(value))], metadata: metadata)
    }

    /// Sets a key to a JSON literal.
    public func set(
        _ key: String,
        to value: JSONValue,
        metadata: JSONObject? = nil
    ) async throws {
        try await write([(key, StoreValue(json: value))], metadata: metadata)
    }

    /// Deletes a key, and returns whether it was there.
    @discardableResult
    public func delete(_ key: String) async throws -> Bool {
        try checkNames()
        let isDeleted = try await database.write { session in
            guard let place = try place(on: session.connection) else { return false }
            return try session.delete(key, in: place)
        }
        if !isDeleted { try limits.checkKey(key) }
        return isDeleted
    }

    /// Deletes all keys of the namespace, and returns how many they were.
    ///
    /// - Complexity: O(*n*) in the keys deleted.
    @discardableResult
    public func clear() async throws -> Int {
        try checkNames()
        return try await database.write { session in
            guard let place = try place(on: session.connection) else { return 0 }
            return try session.clear(place)
        }
    }

    /// Writes all items in one transaction.
    func write(
        _ items: [(key: String, value: StoreValue)],
        metadata: JSONObject?
    ) async throws {
        try checkNames()
        let written = try items.map { key, value in
            try limits.checkKey(key)
            return (key, try WrittenValue(value, for: key, limits: limits))
        }
        guard let first = written.first else { return }
        if let metadata { try check(metadata, of: first.0) }
        try await database.write { session in
            let id = try session.ensureInstance(ofUser: userID)
            let place = Place(instanceID: id, namespace: namespace)
            for (key, value) in written {
                try session.set(key, in: place, to: value, lifetime: .endless, by: agentName)
                guard let metadata else { continue }
                try session.mergeMetadata(metadata, of: key, in: place, limits: limits)
            }
        }
    }

    private func check(_ metadata: JSONObject, of key: String) throws(StoreError) {
        do {
            _ = try JSONValue.object(metadata).text(maximumDepth: limits.valueDepth)
        } catch {
            throw .invalidValue(key: key, reason: "in its metadata: \(error)")
        }
    }
}
