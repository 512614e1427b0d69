internal import AgentKV

/// Reading what is known of keys beside their records: see `MetadataBackend`.
///
/// When it is due stands in milliseconds, rounded up: what has been read back is never due before
/// what was written, and SQL and Swift say the same of it. What is too far away is never due.
extension Connection {
    /// Whether there is any metadata, and the earliest moment at which some is due.
    ///
    /// What is no number in the column, as another program may have written it, is never due.
    func metadataState() throws -> MetadataState {
        let statement = try statement(
            """
            SELECT EXISTS (SELECT 1 FROM kv_metadata),
                (SELECT min(due_at) FROM kv_metadata WHERE due_at < '')
            """
        )
        defer { statement.reset() }
        guard try statement.step() else { return MetadataState() }
        return MetadataState(isThere: statement.integer(0) != 0, due: statement.deadline(1))
    }

    /// Whether there is metadata of a key.
    func hasMetadata(of key: String, in place: Place) throws -> Bool {
        let statement = try statement(
            """
            SELECT 1 FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 LIMIT 1
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        return try statement.step()
    }

    func metadata(_ id: MetadataID, in place: Place, limits: StoreLimits) throws -> StoreMetadata? {
        let statement = try statement(
            """
            SELECT value, due_at FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND kind = ?4 AND name = ?5
            """
        )
        defer { statement.reset() }
        try statement.bind(id, in: place)
        guard try statement.step() else { return nil }
        return try statement.metadata(0, of: id.key, limits: limits)
    }

    /// Returns metadata of one kind of a key: those that are due first before the others, those that
    /// are never due last.
    func metadata(
        of key: String,
        kind: String,
        in place: Place,
        limit: Int,
        limits: StoreLimits
    ) throws -> [(name: String, metadata: StoreMetadata)] {
        var found: [(name: String, metadata: StoreMetadata)] = []
        for sql: StaticString in [
            """
            SELECT name, value, due_at FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND kind = ?4
                AND due_at IS NOT NULL
            ORDER BY due_at, name LIMIT ?5
            """,
            """
            SELECT name, value, due_at FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND kind = ?4
                AND due_at IS NULL
            ORDER BY name LIMIT ?5
            """,
        ] where found.count < limit {
            let statement = try statement(sql)
            defer { statement.reset() }
            try statement.bind(key, in: place)
            try statement.bind(kind, at: 4)
            try statement.bind(Int64(limit - found.count), at: 5)
            while try statement.step() {
                let metadata = try statement.metadata(1, of: key, limits: limits)
                found.append((statement.text(0), metadata))
            }
        }
        return found
    }

    /// Returns the names of metadata of a place that are due now, the earliest first.
    func dueMetadata(in place: Place, now: DatabaseTime, limit: Int) throws -> [MetadataID] {
        let statement = try statement(
            """
            SELECT key, kind, name FROM kv_metadata
            WHERE +instance_id = ?1 AND +namespace = ?2 AND due_at <= ?3
            ORDER BY due_at LIMIT ?4
            """
        )
        defer { statement.reset() }
        try statement.bind(place.instanceID, at: 1)
        try statement.bind(place.namespace, at: 2)
        try statement.bind(now.milliseconds, at: 3)
        try statement.bind(Int64(limit), at: 4)
        var found: [MetadataID] = []
        while try statement.step() { found.append(statement.metadataID(0)) }
        return found
    }

    /// Returns the names of metadata of the whole file that are due now, the earliest first.
    func dueMetadata(
        now: DatabaseTime,
        limit: Int
    ) throws -> [(place: Place, id: MetadataID, due: Int64)] {
        let statement = try statement(
            """
            SELECT instance_id, namespace, key, kind, name, due_at FROM kv_metadata
            WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2
            """
        )
        defer { statement.reset() }
        try statement.bind(now.milliseconds, at: 1)
        try statement.bind(Int64(limit), at: 2)
        var found: [(place: Place, id: MetadataID, due: Int64)] = []
        while try statement.step() {
            let place = Place(instanceID: statement.text(0), namespace: statement.text(1))
            found.append((place, statement.metadataID(2), statement.integer(5)))
        }
        return found
    }

    /// Returns the names of metadata of a key that are due at a moment, in milliseconds.
    func dueMetadata(of key: String, in place: Place, at due: Int64) throws -> [MetadataID] {
        let statement = try statement(
            """
            SELECT key, kind, name FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND due_at = ?4
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(due, at: 4)
        var found: [MetadataID] = []
        while try statement.step() { found.append(statement.metadataID(0)) }
        return found
    }

    /// Returns the keys that begin with `prefix` and have metadata.
    func keysWithMetadata(in place: Place, prefix: String) throws -> [String] {
        let statement = try statement(
            """
            SELECT DISTINCT key FROM kv_metadata
            WHERE instance_id = ?1 AND namespace = ?2 AND key >= ?3 AND key < ?4
            """
        )
        defer { statement.reset() }
        try statement.bind(prefix, in: place)
        try statement.bindEnd(ofPrefix: prefix, at: 4)
        var keys: [String] = []
        while try statement.step() { keys.append(statement.text(0)) }
        return keys
    }
}

/// What a transaction has to know of all metadata before it does anything.
struct MetadataState: Sendable {
    /// Whether there is any.
    var isThere = false
    /// The earliest moment at which some is due, in milliseconds.
    var due: Int64?
}

extension Statement {
    /// Binds the first five parameters to what tells metadata from all other.
    func bind(_ id: MetadataID, in place: Place) throws {
        try bind(id.key, in: place)
        try bind(id.kind, at: 4)
        try bind(id.name, at: 5)
    }

    fileprivate func metadataID(_ column: Int32) -> MetadataID {
        MetadataID(key: text(column), kind: text(column + 1), name: text(column + 2))
    }

    /// The metadata in a column and the next one.
    fileprivate func metadata(
        _ column: Int32,
        of key: String,
        limits: StoreLimits
    ) throws -> StoreMetadata {
        let due = deadline(column + 1).flatMap { milliseconds -> StoreInstant? in
            let (end, isTooFar) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
            return isTooFar ? nil : StoreInstant(nanoseconds: end)
        }
        let json = try json(column, for: key, limits: limits.forMetadata)
        return StoreMetadata(value: StoreValue(json: json), due: due)
    }
}

extension StoreInstant {
    /// Milliseconds since 1970-01-01 00:00 UTC, rounded up; nil where that is too far away.
    var dueMilliseconds: Int64? {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let milliseconds = remainder > 0 ? quotient + 1 : quotient
        return milliseconds.multipliedReportingOverflow(by: 1_000_000).overflow ? nil : milliseconds
    }
}

extension StoreLimits {
    /// The limits of metadata, which may hold an item of a list a few levels deep.
    var forMetadata: StoreLimits {
        var limits = self
        limits.valueDepth = max(valueDepth + 8, 8)
        return limits
    }
}
