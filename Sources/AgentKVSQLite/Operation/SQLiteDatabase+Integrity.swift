internal import AgentKV

extension SQLiteDatabase {
    /// Looks for what contradicts itself, and returns it in words; nothing for a sound database.
    ///
    /// SQLite checks its pages and indexes. Beyond that each record has to be in an instance and to
    /// have an id, a time of creation and a revision that has been issued; its value has to be JSON
    /// and its metadata an object; what is known of messages has to be JSON; and indexes and triggers have to be there. Of problems of a
    /// kind the first hundred are returned.
    ///
    /// It reads everything, as it is at one moment, and keeps nobody from reading or writing.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be read at all.
    ///   That it is corrupted is no error here, but an answer.
    /// - Complexity: O(*n* log *n*) in the size of the database.
    public func checkIntegrity() async throws -> [String] {
        let limits = limits
        do {
            return try await withSnapshot { snapshot in
                try await snapshot.run { connection in
                    var check = IntegrityCheck(connection, limits: limits)
                    return try check.problems()
                }
            }
        } catch StoreError.storage(.corrupted, let reason) {
            return [reason]
        }
    }
}
