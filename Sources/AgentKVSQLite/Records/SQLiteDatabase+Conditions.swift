public import AgentKV

/// Writing a record only if it is as the caller believes.
extension SQLiteDatabase {
    /// Sets a record if `condition` is true of it, and returns it as it is stored; nil where another
    /// writer was there first.
    ///
    /// It is otherwise what `set` without a condition is, and throws the same errors. An instance that
    /// is missing is made only if the record is set too.
    public func set(
        _ key: String,
        to value: JSONValue,
        if condition: RecordCondition,
        instance: String,
        namespace: String,
        metadata: JSONObject? = nil,
        ttl: Duration? = nil,
        autoCreateInstance: Bool = false
    ) async throws -> Record? {
        try limits.checkKey(key)
        try limits.checkName(namespace, of: "a namespace")
        if autoCreateInstance { try limits.checkName(instance, of: "an instance") }
        if let ttl { try limits.checkTTL(ttl, of: key) }
        let value = try WrittenValue(value, for: key, limits: limits)
        return try await write { session in
            // In an instance that is still to be made every record is absent.
            let known = try session.connection.instanceID(of: instance)
            if known == nil, !autoCreateInstance { throw StoreError.unknownInstance(instance) }
            if known == nil, !condition.holds(for: nil) { return nil }
            let id = try known ?? session.ensureInstanceID(instance)
            let place = Place(instanceID: id, namespace: namespace)
            guard try session.allows(condition, of: key, in: place) else { return nil }
            try session.set(key, in: place, to: value, lifetime: LifetimeChange(ttl))
            if let metadata {
                try session.mergeMetadata(metadata, of: key, in: place, limits: self.limits)
            }
            return try session.connection.record(
                key,
                in: place,
                now: session.now,
                limits: self.limits
            )
        }
    }

    /// Deletes a record if `condition` is true of it, and returns whether there was one; nil where
    /// the condition is not true.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    public func delete(
        _ key: String,
        if condition: RecordCondition,
        instance: String,
        namespace: String
    ) async throws -> Bool? {
        try await write { session in
            let id = try session.connection.requireInstance(instance)
            let place = Place(instanceID: id, namespace: namespace)
            guard try session.allows(condition, of: key, in: place) else { return nil }
            return try session.delete(key, in: place)
        }
    }

    /// Returns the number of the last write that is durable.
    public func lastRevision() async throws -> Revision {
        try await readShort { try $0.lastRevision() }
    }
}

extension WriteSession {
    fileprivate func allows(
        _ condition: RecordCondition,
        of key: String,
        in place: Place
    ) throws -> Bool {
        condition.holds(for: try connection.revision(of: key, in: place, now: now))
    }
}
