public import AgentKV

/// Reading records by instance, namespace and key.
extension SQLiteDatabase {
    /// Returns the value of a record as JSON; nil if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    public func get(
        _ key: String,
        instance: String,
        namespace: String
    ) async throws -> JSONValue? {
        try await record(key, instance: instance, namespace: namespace)?.value
    }

    /// Returns the value of a record; nil if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/typeMismatch(key:reason:)`` if the value is no `V`.
    public func get<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type,
        instance: String,
        namespace: String
    ) async throws -> V? {
        guard let json = try await get(key, instance: instance, namespace: namespace) else {
            return nil
        }
        return try StoreValue(json: json).value(as: type, for: key, limits: limits)
    }

    /// Returns the value of a record, or `default` if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/typeMismatch(key:reason:)`` if the value is no `V`.
    public func get<V: Codable & Sendable>(
        _ key: String,
        default: V,
        instance: String,
        namespace: String
    ) async throws -> V {
        try await get(key, as: V.self, instance: instance, namespace: namespace) ?? `default`
    }

    /// Returns whether there is a live record at a key; a stored null is one.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    public func exists(_ key: String, instance: String, namespace: String) async throws -> Bool {
        try await readShort { connection in
            try connection.reading { connection in
                let id = try connection.requireInstance(instance)
                let place = Place(instanceID: id, namespace: namespace)
                return try connection.revision(
                    of: key,
                    in: place,
                    now: self.clock.now(on: connection)
                ) != nil
            }
        }
    }

    /// Returns a record with all that is known of it; nil if it is absent.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    public func record(
        _ key: String,
        instance: String,
        namespace: String
    ) async throws -> Record? {
        try await readShort { connection in
            let present = try connection.record(
                key,
                instance: instance,
                namespace: namespace,
                now: self.clock.now(on: connection),
                limits: self.limits
            )
            if let present { return present }
            return try connection.reading { connection in
                let id = try connection.requireInstance(instance)
                return try connection.record(
                    key,
                    in: Place(instanceID: id, namespace: namespace),
                    now: self.clock.now(on: connection),
                    limits: self.limits
                )
            }
        }
    }
}
