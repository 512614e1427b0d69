internal import AgentKV

/// Reading single records. The records of a place are a range of the primary key.
extension Connection {
    /// Returns the value of a live record.
    func value(
        _ key: String,
        in place: Place,
        clock: DatabaseClock,
        limits: StoreLimits
    ) throws -> StoreValue? {
        let statement = try statement(
            """
            SELECT value, expires_at FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        guard try statement.step() else { return nil }
        if let deadline = statement.deadline(1),
            try deadline <= clock.now(on: self).milliseconds
        {
            return nil
        }
        try checkLength(of: 0, in: statement)
        return try statement.storedValue(0, for: key, limits: limits)
    }

    /// Returns a live record's value, revision and remaining lifetime.
    func entry(
        _ key: String,
        in place: Place,
        now: @autoclosure () throws -> DatabaseTime,
        limits: StoreLimits
    ) throws -> Entry<StoreValue>? {
        let statement = try statement(
            """
            SELECT value, expires_at, revision FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        guard try statement.step() else { return nil }
        var remaining: Duration?
        if let deadline = statement.deadline(1) {
            let now = try now()
            if deadline <= now.milliseconds { return nil }
            remaining = now.remaining(until: deadline)
        }
        try checkLength(of: 0, in: statement)
        return Entry(
            value: try statement.storedValue(0, for: key, limits: limits),
            revision: Revision(rawValue: statement.integer(2)),
            remainingLifetime: remaining
        )
    }

    /// Returns the revision of a live record, without reading its value.
    func revision(
        of key: String,
        in place: Place,
        now: @autoclosure () throws -> DatabaseTime
    ) throws -> Revision? {
        try entryWithoutValue(key, in: place, now: try now())?.revision
    }

    /// Returns a live record's revision and remaining lifetime, without reading its value.
    func entryWithoutValue(
        _ key: String,
        in place: Place,
        now: @autoclosure () throws -> DatabaseTime
    ) throws -> Entry<Void>? {
        let statement = try statement(
            """
            SELECT revision, expires_at FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        guard try statement.step() else { return nil }
        var remaining: Duration?
        if let deadline = statement.deadline(1) {
            let now = try now()
            if deadline <= now.milliseconds { return nil }
            remaining = now.remaining(until: deadline)
        }
        return Entry(
            value: (),
            revision: Revision(rawValue: statement.integer(0)),
            remainingLifetime: remaining
        )
    }
}

extension Statement {
    /// Binds the first three parameters to what tells a record from all others.
    func bind(_ key: String, in place: Place) throws {
        try bind(place.instanceID, at: 1)
        try bind(place.namespace, at: 2)
        try bind(key, at: 3)
    }

    /// The value in a column, as JSON.
    ///
    /// - Throws: ``/AgentKV/StoreError/invalidValue(key:reason:)`` where the text is no JSON.
    func json(_ column: Int32, for key: String, limits: StoreLimits) throws(StoreError) -> JSONValue
    {
        do {
            return try withText(column) { bytes throws(JSONError) in
                try JSONValue(stored: bytes, maximumDepth: limits.valueDepth)
            }
        } catch {
            throw .invalidValue(key: key, reason: "the stored text is no JSON: \(error)")
        }
    }

    /// The value in a column, so that reading it as its own type converts nothing.
    func storedValue(
        _ column: Int32,
        for key: String,
        limits: StoreLimits
    ) throws(StoreError) -> StoreValue {
        StoreValue(inPlace: try json(column, for: key, limits: limits))
    }
}

extension StoreValue {
    /// Creates the value of JSON, so that reading it as its own type converts nothing.
    init(inPlace json: JSONValue) {
        switch json {
        case .integer(let value): self.init(Int(value))
        case .number(let value): self.init(value)
        case .bool(let value): self.init(value)
        case .string(let value): self.init(value)
        case let value: self.init(json: value)
        }
    }
}
