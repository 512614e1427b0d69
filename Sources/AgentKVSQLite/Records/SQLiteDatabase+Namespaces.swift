internal import AgentKV

extension SQLiteDatabase {
    /// Deletes all records of a namespace, and returns how many they were.
    ///
    /// The name is taken as it is: nothing of another namespace is deleted, also where the name is
    /// empty.
    /// What had expired and was not freed yet does not count, and is told as expired.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    /// - Complexity: O(*n*) in the records deleted.
    @discardableResult
    public func deleteNamespace(_ namespace: String, instance: String) async throws -> Int {
        try await write { session in
            let id = try session.connection.requireInstance(instance)
            return try session.clear(Place(instanceID: id, namespace: namespace))
        }
    }

    /// Returns the namespaces of an instance that hold a live record, sorted by their bytes.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    /// - Complexity: O(*m* log *n*) in the namespaces and the records of the instance.
    public func getNamespaces(instance: String) async throws -> [String] {
        try await read { connection in
            try connection.reading { connection in
                let id = try connection.requireInstance(instance)
                return try connection.namespaces(
                    ofInstance: id,
                    now: self.clock.now(on: connection)
                )
            }
        }
    }

    /// Returns how many live records an instance has, or one namespace of it.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    /// - Complexity: O(*n*) in the records counted.
    public func getRecordCount(instance: String, namespace: String? = nil) async throws -> Int {
        try await read { connection in
            try connection.reading { connection in
                let id = try connection.requireInstance(instance)
                let now = try self.clock.now(on: connection)
                if let namespace {
                    let place = Place(instanceID: id, namespace: namespace)
                    return try connection.count(in: place, prefix: "", now: now)
                }
                let counts = try connection.recordCounts(ofInstance: id, now: now)
                return counts.reduce(0) { $0 + $1.count }
            }
        }
    }
}

extension Connection {
    /// Returns the namespaces of an instance that hold a live record, found by skipping in the
    /// primary key from one to the next.
    func namespaces(ofInstance id: String, now: DatabaseTime) throws -> [String] {
        let statement = try statement(
            """
            WITH RECURSIVE names (name) AS (
                SELECT min(namespace) FROM kv_store WHERE instance_id = ?1
                UNION ALL
                SELECT (
                    SELECT min(namespace) FROM kv_store
                    WHERE instance_id = ?1 AND namespace > names.name
                )
                FROM names WHERE names.name IS NOT NULL
            )
            SELECT name FROM names WHERE name IS NOT NULL AND EXISTS (
                SELECT 1 FROM kv_store
                WHERE instance_id = ?1 AND namespace = names.name
                    AND (expires_at IS NULL OR expires_at > ?2)
            )
            ORDER BY name
            """
        )
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        try statement.bind(now.milliseconds, at: 2)
        var names: [String] = []
        while try statement.step() { names.append(statement.text(0)) }
        return names
    }
}
