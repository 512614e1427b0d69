internal import AgentKV

/// A transaction on one namespace, inside what the writer commits.
///
/// Its calls change what they name alone: ``StoreTransaction`` asks for what else is to be kept right by
/// `prepare(for:of:)`.
final class SQLiteTransaction: TransactionBackend {
    let session: WriteSession
    let place: Place
    let limits: StoreLimits
    let coordinator: StoreCoordinator?

    init(
        _ session: WriteSession,
        in place: Place,
        limits: StoreLimits,
        coordinator: StoreCoordinator? = nil
    ) {
        self.session = session
        self.place = place
        self.limits = limits
        self.coordinator = coordinator
    }

    func entry(_ key: String) throws -> Entry<StoreValue>? {
        try session.step {
            try session.connection.entry(key, in: place, now: session.now, limits: limits)
        }
    }

    func revision(of key: String) throws -> Revision? {
        try session.step {
            try session.connection.revision(of: key, in: place, now: session.now)
        }
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        let written = try WrittenValue(value, for: key, limits: limits)
        return try session.step {
            try session.setRecord(key, in: place, to: written, lifetime: lifetime)
        }
    }

    func edit(_ key: String, to value: StoreValue, _ event: MessageEvent?) throws -> Revision {
        let written = try WrittenValue(value, for: key, limits: limits)
        return try session.step {
            try session.setRecord(
                key,
                in: place,
                to: written,
                lifetime: .unchanged,
                message: event
            )
        }
    }

    func delete(_ key: String) throws -> Bool {
        try session.step { try session.removeRecord(key, in: place) }
    }

    func remove(
        _ key: String,
        as kind: StoreChange.Kind,
        _ event: MessageEvent?
    ) throws -> Bool {
        try session.step { try session.removeRecord(key, in: place, as: kind, message: event) }
    }

    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try session.step { try session.setLifetimeOfRecord(key, in: place, to: ttl) }
    }

    func keys(prefix: String, after: String?, limit: Int) throws -> [String] {
        try session.connection.keys(
            in: place,
            prefix: prefix,
            after: after,
            limit: limit,
            now: session.now
        )
    }

    func count(prefix: String) throws -> Int {
        try session.connection.count(in: place, prefix: prefix, now: session.now)
    }

    func lastRevision() throws -> Revision {
        Revision(rawValue: session.lastRevision())
    }

    func addRequest(_ request: WriteRequest) {
        session.add(request, in: place)
    }

    func publish(_ event: MessageEvent, of key: String) throws {
        try session.step { try session.announce(event, of: key, in: place) }
    }
}

extension SQLiteTransaction: MetadataBackend {
    var instant: StoreInstant {
        get { StoreInstant(nanoseconds: session.now.nanoseconds) }
        set { session.go(to: DatabaseTime(nanoseconds: newValue.nanoseconds)) }
    }

    func prepare(for change: KeyChange, of key: String) throws {
        try session.step { try session.prepare(for: change, of: key, in: place) }
    }

    func entryWithoutValue(_ key: String) throws -> Entry<Void>? {
        try session.step {
            try session.connection.entryWithoutValue(key, in: place, now: session.now)
        }
    }

    func metadata(_ id: MetadataID) throws -> StoreMetadata? {
        try session.step {
            guard try session.mayHaveMetadata(of: id.key, in: place) else { return nil }
            return try session.connection.metadata(id, in: place, limits: limits)
        }
    }

    func setMetadata(_ id: MetadataID, to metadata: StoreMetadata?) throws {
        try session.step {
            try session.setMetadata(id, in: place, to: metadata, limits: limits)
        }
    }

    func metadata(
        of key: String,
        kind: String,
        limit: Int
    ) throws -> [(name: String, metadata: StoreMetadata)] {
        try session.step {
            guard try session.mayHaveMetadata(of: key, in: place) else { return [] }
            return try session.connection.metadata(
                of: key,
                kind: kind,
                in: place,
                limit: limit,
                limits: limits
            )
        }
    }

    func dueMetadata(limit: Int) throws -> [MetadataID] {
        try session.step {
            guard session.metadata.isThere else { return [] }
            return try session.connection.dueMetadata(in: place, now: session.now, limit: limit)
        }
    }

    func keysWithQueues(prefix: String) throws -> [String] {
        try session.step {
            guard session.metadata.isThere else { return [] }
            return try session.connection.keysWithMetadata(in: place, prefix: prefix)
        }
    }
}
