public import AgentKV

/// Records by instance, namespace and key: the calls of Codebolt's `kvStore`.
extension SQLiteDatabase {
    /// Sets a record, and returns it as it is stored.
    ///
    /// A record that is there is overwritten: id, time of creation and metadata stay, the lifetime
    /// is the new one.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: The value, kept as JSON.
    ///   - instance: The id or the name of the instance.
    ///   - namespace: The namespace, which begins with its first record.
    ///   - metadata: What is noted beside the value, laid over what has been noted before, member by
    ///     member.
    ///   - ttl: How long the record lives, from now on; nil for ever.
    ///   - autoCreateInstance: Whether an instance that is missing is made, of that name.
    /// - Returns: The record.
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/invalidKey(key:reason:)``,
    ///   ``/AgentKV/StoreError/invalidName(name:reason:)``,
    ///   ``/AgentKV/StoreError/invalidValue(key:reason:)`` for what cannot be JSON,
    ///   ``/AgentKV/StoreError/invalidTTL(key:reason:)``.
    @discardableResult
    public func set<V: Codable & Sendable>(
        _ key: String,
        to value: V,
        instance: String,
        namespace: String,
        metadata: JSONObject? = nil,
        ttl: Duration? = nil,
        autoCreateInstance: Bool = false
    ) async throws -> Record {
        try StoreValue.check(value, for: key, limits: limits)
        return try await setRecord(
            key,
            to: WrittenValue(StoreValue(value), for: key, limits: limits),
            instance: instance,
            namespace: namespace,
            metadata: metadata,
            ttl: ttl,
            autoCreateInstance: autoCreateInstance
        )
    }

    /// Sets a record to a JSON literal, and returns it as it is stored.
    @discardableResult
    public func set(
        _ key: String,
        to value: JSONValue,
        instance: String,
        namespace: String,
        metadata: JSONObject? = nil,
        ttl: Duration? = nil,
        autoCreateInstance: Bool = false
    ) async throws -> Record {
        try await setRecord(
            key,
            to: WrittenValue(value, for: key, limits: limits),
            instance: instance,
            namespace: namespace,
            metadata: metadata,
            ttl: ttl,
            autoCreateInstance: autoCreateInstance
        )
    }

    /// Deletes a record, and returns whether there was one.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    @discardableResult
    public func delete(
        _ key: String,
        instance: String,
        namespace: String
    ) async throws -> Bool {
        try await write { session in
            let id = try session.connection.requireInstance(instance)
            return try session.delete(key, in: Place(instanceID: id, namespace: namespace))
        }
    }

    private func setRecord(
        _ key: String,
        to value: WrittenValue,
        instance: String,
        namespace: String,
        metadata: JSONObject?,
        ttl: Duration?,
        autoCreateInstance: Bool
    ) async throws -> Record {
        try limits.checkKey(key)
        try limits.checkName(namespace, of: "a namespace")
        if autoCreateInstance { try limits.checkName(instance, of: "an instance") }
        if let ttl { try limits.checkTTL(ttl, of: key) }
        return try await write { session in
            let id =
                try autoCreateInstance
                ? session.ensureInstanceID(instance) : session.connection.requireInstance(instance)
            let place = Place(instanceID: id, namespace: namespace)
            try session.set(key, in: place, to: value, lifetime: LifetimeChange(ttl))
            if let metadata {
                try session.mergeMetadata(metadata, of: key, in: place, limits: self.limits)
            }
            let record = try session.connection.record(
                key,
                in: place,
                now: session.now,
                limits: self.limits
            )
            guard let record else { throw StoreError.unknownInstance(deleted: id) }
            return record
        }
    }
}
