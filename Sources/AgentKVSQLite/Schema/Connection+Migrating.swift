extension Connection {
    /// Brings the schema to the newest one; where it is that already, nothing is written.
    ///
    /// Of several that open a file at once one does it, and the others find it done.
    func migrate(at now: Int64) throws {
        if try MigrationLog(self).lastNumber() == Migration.newest { return }
        try beginWriting()
        do {
            let log = try MigrationLog(self)
            let last = try log.lastNumber()
            try log.create(upTo: last, at: now)
            for migration in Migration.all where migration.number > last {
                try execute(migration.sql)
                try log.record(migration, at: now)
            }
            try commit()
        } catch {
            rollBack()
            throw error
        }
    }

    /// Gives every instance that has records and no row a row, with its id as the name.
    ///
    /// The ids are found by skipping from one to the next in the primary key.
    func adoptInstances(at now: Int64) throws {
        let missing = try rows(Self.idsWithoutInstance) { $0.text(0) }
        if missing.isEmpty { return }
        for id in missing {
            let statement = try prepare(
                "INSERT OR IGNORE INTO kv_instances (id, name, created_at, updated_at) VALUES (?1, ?1, ?2, ?2)"
            )
            try statement.bind([.text(id), .integer(now)])
            try statement.run()
        }
    }

    private static let idsWithoutInstance = """
        WITH RECURSIVE ids (id) AS (
            SELECT min(instance_id) FROM kv_store
            UNION ALL
            SELECT (SELECT min(instance_id) FROM kv_store WHERE instance_id > ids.id)
            FROM ids WHERE ids.id IS NOT NULL
        )
        SELECT id FROM ids WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM kv_instances)
        """
}
