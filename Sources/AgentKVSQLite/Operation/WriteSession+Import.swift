internal import AgentKV

extension WriteSession {
    /// What becomes of an imported record.
    enum ImportOutcome {
        case set, kept, expired
        /// The record is set, and another one has its id.
        case setWithNewID
        /// There is a record at the key, and there should be none.
        case conflict
        /// The line tells of messages alone, and these are there now, or others are still.
        case messagesSet, messagesKept
    }

    /// Sets a record to all that a line says; what it leaves out is as for a new record.
    ///
    /// One whose id is not kept, or is that of another record, has the id of the live record that it
    /// replaces, or else a new one.
    func take(
        _ record: RecordLine,
        in place: Place,
        existing: ExistingRecords,
        keepsID: Bool
    ) throws -> ImportOutcome {
        guard let value = record.value else {
            return try takeMessages(record, in: place, existing: existing)
        }
        if let end = record.expiresAt, end <= now.milliseconds { return .expired }
        if existing != .overwrite, try isOccupied(record, in: place) {
            return existing == .keep ? .kept : .conflict
        }
        try require(place.instanceID)
        let statement = try connection.statement(
            """
            INSERT INTO kv_store (
                instance_id, namespace, key, value, updated_at, revision, id, created_at,
                expires_at, metadata, created_by, updated_by
            )
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (instance_id, namespace, key) DO UPDATE SET
                value = excluded.value, updated_at = excluded.updated_at, id = excluded.id,
                created_at = excluded.created_at, revision = excluded.revision,
                expires_at = excluded.expires_at, metadata = excluded.metadata,
                created_by = excluded.created_by, updated_by = excluded.updated_by
            """
        )
        let given = keepsID ? record.id : nil
        let kept = try given.flatMap {
            try connection.isFree($0, for: record.key, in: place) ? $0 : nil
        }
        let id =
            try kept ?? connection.id(of: record.key, in: place, now: now)
            ?? RecordID.make(for: record.key, in: place)
        try announceExpiry(before: record.key, in: place)
        try replaceMessages(of: record, in: place, existing: existing)
        let revision = try nextRevision()
        note(deadline: record.expiresAt)
        let updatedAt = record.updatedAt ?? now.milliseconds
        try statement.bind(record.key, in: place)
        try statement.bind(value.text, at: 4)
        try statement.bind(updatedAt, at: 5)
        try statement.bind(revision.rawValue, at: 6)
        try statement.bind(id, at: 7)
        try statement.bind(record.createdAt ?? updatedAt, at: 8)
        try statement.bind(record.expiresAt, at: 9)
        try statement.bind(record.metadata?.text, at: 10)
        try statement.bind(record.createdBy, at: 11)
        try statement.bind(record.updatedBy, at: 12)
        try statement.run()
        announceSet(
            record.key,
            in: place,
            to: .set(value.json),
            lasting: .until(record.expiresAt),
            revision
        )
        return given == nil || kept != nil ? .set : .setWithNewID
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

extension Connection {
    /// Returns whether no other record than the one at that key has an id.
    fileprivate func isFree(_ id: String, for key: String, in place: Place) throws -> Bool {
        if RecordID.isLeftOutOfIndex(id) { return RecordID.isMade(id, for: key, in: place) }
        let statement = try statement(
            """
            SELECT 1 FROM kv_store
            WHERE id = ?4 AND id NOT GLOB '????????????????-????????????????'
                AND NOT (instance_id = ?1 AND namespace = ?2 AND key = ?3)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(id, at: 4)
        return try !statement.step()
    }

    /// Returns the id of a live record.
    fileprivate func id(of key: String, in place: Place, now: DatabaseTime) throws -> String? {
        let statement = try statement(
            """
            SELECT id FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        return try statement.step() ? statement.optionalText(0) : nil
    }
}
