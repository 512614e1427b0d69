internal import AgentKV
internal import Foundation

/// Writing instances.
extension WriteSession {
    /// Makes an instance; no other has its name.
    func createInstance(name: String, description: String?) throws -> Instance {
        if try connection.hasInstance(named: name) {
            throw StoreError.duplicateInstance(
                name,
                reason: "another instance has that name; take it, or choose another name"
            )
        }
        let time = Date(milliseconds: now.milliseconds)
        let instance = Instance(
            id: UUID().uuidString.lowercased(),
            name: name,
            description: description,
            createdAt: time,
            updatedAt: time
        )
        try insert(instance)
        announce(.instanceCreated(instance), try nextRevision())
        return instance
    }

    /// Returns the id of the instance of that id or name, which is made if there is none.
    func ensureInstanceID(_ name: String) throws -> String {
        try connection.instanceID(of: name) ?? createInstance(name: name, description: nil).id
    }

    /// Returns the instance of that id or name, made if there is none, with its counts.
    func ensureInstance(_ name: String) throws -> Instance {
        if let id = try connection.instanceID(of: name),
            let instance = try connection.instance(id: id, now: now)
        {
            return instance
        }
        return try createInstance(name: name, description: nil)
    }

    /// Changes the name, the description or both.
    func updateInstance(
        _ instance: String,
        name: String?,
        description: String?
    ) throws -> Instance {
        let id = try connection.requireInstance(instance)
        if let present = try connection.instance(id: id, now: now),
            present.isUnchanged(byName: name, description: description)
        {
            return present
        }
        if let name, try connection.hasInstance(named: name, otherThan: id) {
            throw StoreError.duplicateInstance(name, reason: "another instance has that name")
        }
        let statement = try connection.statement(
            """
            UPDATE kv_instances SET
                name = coalesce(?2, name), description = coalesce(?3, description),
                updated_at = ?4
            WHERE id = ?1
            """
        )
        try statement.bind(id, at: 1)
        try statement.bind(name, at: 2)
        try statement.bind(description, at: 3)
        try statement.bind(now.milliseconds, at: 4)
        try statement.run()
        guard let updated = try connection.instance(id: id, now: now) else {
            throw StoreError.unknownInstance(deleted: id)
        }
        touchInstance(id)
        announce(.instanceUpdated(updated), try nextRevision())
        return updated
    }

    /// Deletes an instance with its records, and returns its id; nil if there is none.
    ///
    /// Of its records what had expired is told as that.
    func deleteInstance(_ instance: String) throws -> String? {
        guard let id = try connection.instanceID(of: instance) else { return nil }
        try removeMirrorFile(ofInstance: id)
        try announceEndsElsewhere(in: .instance(id, besides: []))
        try freeExpired(ofInstance: id)
        try announceDeletion(ofInstance: id)
        for sql: StaticString in [
            "DELETE FROM kv_store WHERE instance_id = ?1",
            "DELETE FROM kv_metadata WHERE instance_id = ?1",
            "DELETE FROM kv_instances WHERE id = ?1",
        ] {
            let statement = try connection.statement(sql)
            try statement.bind(id, at: 1)
            try statement.run()
        }
        forget(id)
        forgetKnownMetadata()
        announce(.instanceDeleted(instanceID: id), try nextRevision())
        return id
    }

    /// Writes the row of an instance.
    func insert(_ instance: Instance) throws {
        let statement = try connection.statement(
            """
            INSERT INTO kv_instances (id, name, description, created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """
        )
        try statement.bind(instance.id, at: 1)
        try statement.bind(instance.name, at: 2)
        try statement.bind(instance.description, at: 3)
        try statement.bind(instance.createdAt.milliseconds, at: 4)
        try statement.bind(instance.updatedAt.milliseconds, at: 5)
        try statement.run()
        touchInstance(instance.id)
    }
}

extension Connection {
    /// Returns whether an instance has that name.
    fileprivate func hasInstance(named name: String, otherThan id: String? = nil) throws -> Bool {
        let statement = try statement(
            "SELECT 1 FROM kv_instances WHERE name = ?1 AND id IS NOT ?2 LIMIT 1"
        )
        defer { statement.reset() }
        try statement.bind(name, at: 1)
        try statement.bind(id, at: 2)
        return try statement.step()
    }
}

extension Instance {
    /// Whether a change to that name and description, nil where it leaves them, changes nothing.
    fileprivate func isUnchanged(byName name: String?, description: String?) -> Bool {
        (name ?? self.name).utf8.elementsEqual(self.name.utf8)
            && (description ?? self.description ?? "").utf8
                .elementsEqual((self.description ?? "").utf8)
            && (description == nil || self.description != nil)
    }
}
