extension SQLiteDatabase {
    /// Returns what happens in the database from now on.
    ///
    /// That others have written to the file is told to those who ask for everything only: it is
    /// about no instance and no namespace.
    ///
    /// - Parameters:
    ///   - instance: The id of an instance, not its name, to be told of that alone.
    ///   - namespace: A namespace, to be told of the records in those of that name alone.
    ///   - capacity: How many events wait for a listener that lags behind before some are left out.
    /// - Returns: The events, for one listener.
    public func events(
        instance: String? = nil,
        namespace: String? = nil,
        capacity: Int = 1_000
    ) -> DatabaseEvents {
        let listener = EventListener(capacity: capacity) { event in
            (instance == nil || event.instanceID == instance)
                && (namespace == nil || event.namespace == namespace)
        }
        feed.add(listener)
        return DatabaseEvents(listener: listener)
    }
}
