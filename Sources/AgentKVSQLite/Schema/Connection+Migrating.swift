extension Connection {
    /// Brings the schema to the newest one; where it is that already, nothing is written.
    ///
    /// Of several that open a file at once one does it, and the others find it done.
    func migrate(at now: Int64) throws {
        if try MigrationLog(self).lastNumber() == Migration.newest { return }
        try writing {
            let log = try MigrationLog(self)
            let last = try log.lastNumber()
            if last > 0 { try checkRecordsTable(at: last) }
            try log.create(upTo: last, at: now)
            for migration in Migration.all where migration.number > last {
                try execute(migration.sql)
                try migration.step?(self)
                try log.record(migration, at: now)
            }
        }
    }

    /// Gives every instance that has records and no row a row, with its id as the name.
    ///
    /// The ids are found by skipping from one to the next in the primary key.
    func adoptInstances(at now: Int64) throws {
        if try idsWithoutInstance().isEmpty { return }
        try writing {
            for id in try idsWithoutInstance() {
                try write(
                    InstanceMetadata(
                        id: id,
                        name: id,
                        description: nil,
                        createdAt: now,
                        updatedAt: now
                    )
                )
            }
        }
    }

    private func idsWithoutInstance() throws -> [String] {
        try rows(Self.idsWithoutInstance) { $0.text(0) }
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
