public import AgentKV

/// What a store in memory can be written to, for reads and writes at the speed of memory.
///
/// ```swift
/// let kv = try await TransientStore(persistence: database.store(instance: "agents"))
/// ```
extension SQLiteStore: PersistenceAdapter {
    private var place: Place { core.place }

    /// How many entries are handed over at a time.
    private static var pageEntries: Int { 4_096 }

    /// The time of the database, which is that of all who have its file open.
    public var expiryClock: WallClock? {
        WallClock { [database] in
            let time = try? database.readNow { try database.clock.now(on: $0) }
            return (time ?? database.clock.now).nanoseconds
        }
    }

    /// The namespace, in whichever database of this process the file is open.
    public var persistencePlace: PersistencePlace? {
        let file = database.path.map { FileIdentity(of: $0).map { "\($0)" } ?? $0 }
        return PersistencePlace(
            "SQLite",
            file ?? "\(ObjectIdentifier(database))",
            instanceID,
            namespace,
            description: "namespace \(namespace) of instance \(instanceID) in "
                + (database.path ?? "a database in memory")
        )
    }

    public func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        try await withoutActuallyEscaping(receive) { receive in
            try await database.read { connection in
                try connection.reading { connection in
                    guard try connection.hasInstance(id: place.instanceID) else {
                        throw StoreError.unknownInstance(deleted: place.instanceID)
                    }
                    let now = try database.clock.now(on: connection)
                    let count = Self.pageEntries
                    try connection.records(in: place, now: now)
                        .forEachPage(of: count, areMetadata: false, receive)
                    try connection.allMetadata(in: place)
                        .forEachPage(of: count, areMetadata: true, receive)
                    return try connection.lastRevision()
                }
            }
        }
    }

    public func commit(_ batch: PersistenceBatch) async throws {
        try await database.write { session in
            if !batch.entries.isEmpty { try session.require(place.instanceID) }
            try session.raiseRevision(to: batch.revision)
            for entry in batch.entries {
                if let id = entry.id.metadata {
                    try session.writeMetadata(id, in: place, entry.json, due: entry.expiresAt)
                } else {
                    try session.take(entry, in: place)
                }
            }
            for id in batch.removed {
                if let id = id.metadata {
                    try session.removeMetadata(id, in: place)
                } else {
                    try session.remove(id.key, in: place)
                }
            }
        }
    }
}

extension Connection {
    /// The live records of a place.
    fileprivate func records(in place: Place, now: DatabaseTime) throws -> Statement {
        try statement(
            """
            SELECT key, value, revision, expires_at FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2
                AND (expires_at IS NULL OR expires_at > ?3)
            """
        ).bound(to: place, now)
    }

    /// All metadata of a place, also what is due.
    fileprivate func allMetadata(in place: Place) throws -> Statement {
        try statement(
            """
            SELECT key, value, 0, due_at, kind, name FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2
            """
        ).bound(to: place)
    }
}

extension PersistedID {
    /// The name as one of metadata; nil where it is that of a value.
    fileprivate var metadata: MetadataID? {
        kind.isEmpty ? nil : MetadataID(key: key, kind: kind, name: name)
    }
}

extension Statement {
    fileprivate func bound(to place: Place, _ now: DatabaseTime? = nil) throws -> Statement {
        try bind(place.instanceID, at: 1)
        try bind(place.namespace, at: 2)
        if let now { try bind(now.milliseconds, at: 3) }
        return self
    }

    /// Calls `body` with the entries, in pages of that many.
    fileprivate func forEachPage(
        of count: Int,
        areMetadata: Bool,
        _ body: ([PersistedEntry]) throws -> Void
    ) throws {
        defer { reset() }
        var page: [PersistedEntry] = []
        page.reserveCapacity(count)
        while try step() {
            page.append(
                PersistedEntry(
                    key: text(0),
                    kind: areMetadata ? text(4) : "",
                    name: areMetadata ? text(5) : "",
                    json: text(1),
                    revision: Revision(rawValue: integer(2)),
                    expiresAt: deadline(3)
                )
            )
            if page.count == count {
                try body(page)
                page.removeAll(keepingCapacity: true)
            }
        }
        if !page.isEmpty { try body(page) }
    }
}

extension WriteSession {
    /// Makes a record what an entry says, with the entry's own revision.
    fileprivate func take(_ entry: PersistedEntry, in place: Place) throws {
        try announceExpiry(before: entry.key, in: place)
        try put(
            entry.json,
            at: entry.key,
            in: place,
            entry.revision,
            deadline: entry.expiresAt,
            keepsDeadline: false,
            by: nil
        )
        announceSet(
            entry.key,
            in: place,
            to: .setText(entry.json),
            lasting: .until(entry.expiresAt),
            try nextRevision()
        )
    }

    /// Removes a record, live or not.
    fileprivate func remove(_ key: String, in place: Place) throws {
        let statement = try connection.statement(
            """
            DELETE FROM kv_store WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            RETURNING coalesce(expires_at <= ?4, 0)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        guard try statement.step() else { return add(.change(of: key), in: place) }
        let kind = statement.integer(0) == 0 ? StoreChange.Kind.deleted : .expired
        announceGone(key, in: place, kind, try nextRevision())
    }
}
