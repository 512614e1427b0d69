internal import AgentKV

/// Writing what is known of keys beside their records. It raises no revision, and nobody is told of it.
extension WriteSession {
    /// Whether there may be metadata of a key.
    ///
    /// Where the file has none at all that costs nothing, and otherwise it is asked once for each key in
    /// turn.
    func mayHaveMetadata(of key: String, in place: Place) throws -> Bool {
        guard metadata.isThere else { return false }
        if let known, known.place == place, known.key.utf8.elementsEqual(key.utf8) {
            return known.hasMetadata
        }
        let isThere = try connection.hasMetadata(of: key, in: place)
        known = KnownKey(key: key, place: place, hasMetadata: isThere)
        return isThere
    }

    /// Sets metadata of a key, or removes it for nil.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)`` if the instance has been deleted.
    func setMetadata(
        _ id: MetadataID,
        in place: Place,
        to metadata: StoreMetadata?,
        limits: StoreLimits
    ) throws {
        if let metadata {
            let value = try WrittenValue(metadata.value, for: id.key, limits: limits.forMetadata)
            try writeMetadata(id, in: place, value.text, due: metadata.due?.dueMilliseconds)
        } else if try mayHaveMetadata(of: id.key, in: place) {
            try removeMetadata(id, in: place)
        }
    }

    /// Writes metadata that is due at a time of day, in milliseconds.
    func writeMetadata(_ id: MetadataID, in place: Place, _ text: String, due: Int64?) throws {
        try require(place.instanceID)
        let statement = try connection.statement(
            """
            INSERT OR REPLACE INTO kv_metadata
                (instance_id, namespace, key, kind, name, value, due_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """
        )
        try statement.bind(id, in: place)
        try statement.bind(text, at: 6)
        try statement.bind(due, at: 7)
        try statement.run()
        metadata.isThere = true
        known = KnownKey(key: id.key, place: place, hasMetadata: true)
        hasChangedMetadata = true
    }

    /// Removes metadata, if it is there.
    func removeMetadata(_ id: MetadataID, in place: Place) throws {
        let statement = try connection.statement(
            """
            DELETE FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND kind = ?4 AND name = ?5
            """
        )
        try statement.bind(id, in: place)
        try statement.run()
        hasChangedMetadata = true
    }

    /// Removes all metadata of the keys that begin with `prefix`.
    func removeMetadata(ofKeysWith prefix: String, in place: Place) throws {
        guard metadata.isThere else { return }
        let statement = try connection.statement(
            """
            DELETE FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
            """
        )
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        try statement.run()
        forgetKnownMetadata()
    }

    /// Removes all metadata of a key.
    func removeMetadata(of key: String, in place: Place) throws {
        guard try mayHaveMetadata(of: key, in: place) else { return }
        let statement = try connection.statement(
            "DELETE FROM kv_metadata WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3"
        )
        try statement.bind(key, in: place)
        try statement.run()
        forgetKnownMetadata()
    }

    /// Forgets of which key it is known whether it has metadata, as that may have changed.
    func forgetKnownMetadata() {
        known = nil
        hasChangedMetadata = true
    }

    /// Keeps what is known of a key right where a call that is not of an inbox is about to change its
    /// record.
    func prepare(for change: KeyChange, of key: String, in place: Place) throws {
        guard try mayHaveMetadata(of: key, in: place) else { return }
        try SQLiteTransaction(self, in: place, limits: audience.limits)
            .prepareQueue(for: change, of: key)
    }
}

/// Of which key it was last asked whether it has metadata.
struct KnownKey {
    let key: String
    let place: Place
    var hasMetadata: Bool
}
