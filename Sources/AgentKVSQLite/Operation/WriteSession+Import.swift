internal import AgentKV

extension WriteSession {
    /// What becomes of an imported record.
    enum ImportOutcome {
        case set, kept, expired
        /// There is a record at the key, and there should be none.
        case conflict
    }

    /// Sets a record to all that a line says; what it leaves out is as for a new record.
    func take(
        _ record: RecordLine,
        in place: Place,
        existing: ExistingRecords,
        keepsID: Bool
    ) throws -> ImportOutcome {
        if let end = record.expiresAt, end <= now.milliseconds { return .expired }
        if existing != .overwrite,
            try connection.revision(of: record.key, in: place, now: now) != nil
        {
            return existing == .keep ? .kept : .conflict
        }
        try require(place.instanceID)
        let statement = try connection.statement(
            """
            INSERT INTO kv_store (
                instance_id, namespace, key, value, updated_at, revision, id, created_at,
                expires_at, metadata, created_by, updated_by
            )
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, ?6), ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                value = excluded.value, updated_at = excluded.updated_at, id = excluded.id,
                created_at = excluded.created_at, revision = excluded.revision,
                expires_at = excluded.expires_at, metadata = excluded.metadata,
                created_by = excluded.created_by, updated_by = excluded.updated_by
            """
        )
        try announceExpiry(before: record.key, in: place)
        let revision = try nextRevision()
        note(deadline: record.expiresAt)
        let updatedAt = record.updatedAt ?? now.milliseconds
        try statement.bind(record.key, in: place)
        try statement.bind(record.value.text, at: 4)
        try statement.bind(updatedAt, at: 5)
        try statement.bind(revision.rawValue, at: 6)
        try statement.bind(keepsID ? record.id : nil, at: 7)
        try statement.bind(record.createdAt ?? updatedAt, at: 8)
        try statement.bind(record.expiresAt, at: 9)
        try statement.bind(record.metadata?.text, at: 10)
        try statement.bind(record.createdBy, at: 11)
        try statement.bind(record.updatedBy, at: 12)
        try statement.run()
        announceSet(record.key, in: place, to: record.value.json, revision)
        return .set
    }

    /// Returns the id of the instance that an export was of, which is made as it was if it is missing.
    func ensureInstance(of header: ExportHeader) throws -> String {
        if let user = header.userID, let id = try connection.instanceID(ofUser: user) { return id }
        let instance = header.instance
        if let id = try connection.instanceID(of: instance.id),
            id.utf8.elementsEqual(instance.id.utf8)
        {
            return id
        }
        if try connection.instanceID(of: instance.name) != nil {
            throw StoreError.duplicateInstance(
                instance.name,
                reason:
                    "another instance than the one exported has that name; say that the records "
                    + "are to go into it, or into which other one"
            )
        }
        try insert(instance)
        if let user = header.userID { try setUser(user, ofInstance: instance.id) }
        announce(.instanceCreated(instance), try nextRevision())
        return instance.id
    }
}
