internal import AgentKV

extension SQLiteDatabase {
    /// Returns what happens in the database from now on.
    ///
    /// That others have written to the file, and that events are missing, is told to every listener.
    ///
    /// - Parameters:
    ///   - instanceID: The id of an instance, not its name, to be told of that alone.
    ///   - namespace: A namespace, to be told of the records in those of that name alone, and of the
    ///     deletion of instances.
    ///   - capacity: How many events wait for a listener that lags behind before some are left out;
    ///     fewer where their values take more than
    ///     ``/AgentKV/StoreLimits/historyBytes-swift.property``.
    /// - Returns: The events, for one listener.
    public func events(
        instanceID: String? = nil,
        namespace: String? = nil,
        capacity: Int = 1_000
    ) -> DatabaseEvents {
        let listener = EventListener(
            capacity: capacity,
            maximumBytes: limits.historyBytes
        ) { event in
            event.instanceID.isSame(as: instanceID)
                && (event.isDeletionOfInstance || event.namespace.isSame(as: namespace))
        }
        feed.add(listener)
        return DatabaseEvents(listener: listener)
    }

    /// Returns what happens from now on in an instance that is known by its id or its name.
    ///
    /// It need not be there yet: see ``FollowedInstance``. That others have written to the file, and that
    /// events are missing, is told as well.
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance.
    ///   - namespace: A namespace, to be told of its records alone, and of the deletion of the instance.
    ///   - capacity: How many events wait for a listener that lags behind before some are left out.
    /// - Returns: The events, for one listener.
    /// - Throws: ``/AgentKV/StoreError/closed``, and what keeps the instance from being looked for.
    public func events(
        instance: String,
        namespace: String? = nil,
        capacity: Int = 1_000
    ) async throws -> DatabaseEvents {
        try await events(instance: instance, namespace: namespace, capacity: capacity) {
            try await self.readShort { try $0.instanceID(of: instance) }
        }
    }

    /// Returns what happens from now on in the instance whose id `lookUp` returns; if it throws, nobody
    /// listens.
    func events(
        instance: String,
        namespace: String?,
        capacity: Int,
        lookUp: () async throws -> String?
    ) async throws -> DatabaseEvents {
        let followed = Lock(FollowedInstance(lookingFor: instance))
        let listener = EventListener(
            capacity: capacity,
            maximumBytes: limits.historyBytes
        ) { event in
            followed.withLock { $0.includes(event) }
                && (event.isDeletionOfInstance || event.namespace.isSame(as: namespace))
        }
        // It listens already: what is made or deleted meanwhile counts.
        feed.add(listener)
        let id = try await lookUp()
        followed.withLock { $0.found(id) }
        return DatabaseEvents(listener: listener)
    }
}

extension String? {
    /// Whether a listener that asks for this name gets what is of that one: by bytes, and nil asks
    /// for all.
    fileprivate func isSame(as asked: String?) -> Bool {
        guard let asked else { return true }
        return self?.utf8.elementsEqual(asked.utf8) ?? false
    }
}
