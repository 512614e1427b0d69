internal import AgentKV

extension SQLiteDatabase {
    /// Makes an instance.
    ///
    /// - Parameters:
    ///   - name: What people call it, by the rule for keys; no other instance has it.
    ///   - description: What it is for.
    /// - Returns: The instance, with its new id.
    /// - Throws: ``/AgentKV/StoreError/duplicateInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/invalidName(name:reason:)``.
    @discardableResult
    public func createInstance(name: String, description: String? = nil) async throws -> Instance {
        try limits.checkName(name, of: "an instance")
        return try await write { try $0.createInstance(name: name, description: description) }
    }

    /// Returns the instance of that id or, if there is none, of that name, the oldest of several; it
    /// is made if that is missing too.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidName(name:reason:)``.
    @discardableResult
    public func ensureInstance(_ name: String) async throws -> Instance {
        if let instance = try await getInstance(name) { return instance }
        try limits.checkName(name, of: "an instance")
        return try await write { try $0.ensureInstance(name) }
    }

    /// Returns the instance of that id or, if there is none, of that name, the oldest of several,
    /// with its live counts; nil if there is neither.
    ///
    /// - Complexity: O(*n*) in the records of the instance, which are counted.
    public func getInstance(_ instance: String) async throws -> Instance? {
        try await read { connection in
            try connection.reading { connection in
                guard let id = try connection.instanceID(of: instance) else { return nil }
                return try connection.instance(id: id, now: self.clock.now(on: connection))
            }
        }
    }

    /// Returns all instances, the newest first, with their live counts.
    ///
    /// - Complexity: O(*n*) in the records of the database, which are counted.
    public func listInstances() async throws -> [Instance] {
        try await read { connection in
            try connection.reading { connection in
                try connection.instances(now: self.clock.now(on: connection))
            }
        }
    }

    /// Changes the name of an instance, its description, or both.
    ///
    /// - Parameters:
    ///   - instance: Its id or name.
    ///   - name: Its new name; nil leaves it as it is.
    ///   - description: Its new description; nil leaves it as it is, and an empty one is one.
    /// - Returns: The instance as it is now; one that is so already is left alone.
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/duplicateInstance(_:reason:)`` if another has the name,
    ///   ``/AgentKV/StoreError/invalidName(name:reason:)``,
    ///   ``/AgentKV/StoreError/invalidUpdate(instance:reason:)`` if neither is given.
    @discardableResult
    public func updateInstance(
        _ instance: String,
        name: String? = nil,
        description: String? = nil
    ) async throws -> Instance {
        if name == nil, description == nil {
            throw StoreError.invalidUpdate(
                instance: instance,
                reason: "neither a name nor a description is given"
            )
        }
        if let name { try limits.checkName(name, of: "an instance") }
        return try await write {
            try $0.updateInstance(instance, name: name, description: description)
        }
    }

    /// Deletes the instance of that id or name and all its records in one transaction, and returns
    /// whether there was one.
    ///
    /// Records that had expired and were not freed yet are told as expired.
    @discardableResult
    public func deleteInstance(_ instance: String) async throws -> Bool {
        try await write { try $0.deleteInstance(instance) } != nil
    }
}
