internal import AgentKV

/// A transaction on one namespace, inside what the writer commits.
final class SQLiteTransaction: TransactionBackend {
    private let session: WriteSession
    private let place: Place
    let limits: StoreLimits

    init(_ session: WriteSession, in place: Place, limits: StoreLimits) {
        self.session = session
        self.place = place
        self.limits = limits
    }

    func entry(_ key: String) throws -> Entry<StoreValue>? {
        try session.step {
            let (connection, now) = (session.connection, session.now)
            return NoteKey.isNote(key)
                ? try connection.note(key, in: place, now: now, limits: limits)
                : try connection.entry(key, in: place, now: now, limits: limits)
        }
    }

    func revision(of key: String) throws -> Revision? {
        if NoteKey.isNote(key) { return try entry(key)?.revision }
        return try session.step {
            try session.connection.revision(of: key, in: place, now: session.now)
        }
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        let written = try WrittenValue(value, for: key, limits: limits)
        return try session.step {
            NoteKey.isNote(key)
                ? try session.setNote(key, in: place, to: written, lifetime: lifetime)
                : try session.set(key, in: place, to: written, lifetime: lifetime)
        }
    }

    func delete(_ key: String) throws -> Bool {
        try session.step {
            NoteKey.isNote(key)
                ? try session.deleteNote(key, in: place) : try session.delete(key, in: place)
        }
    }

    func removePopped(_ key: String) throws -> Bool {
        try session.step { try session.delete(key, in: place, as: .popped) }
    }

    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try session.step {
            NoteKey.isNote(key)
                ? try session.setNoteLifetime(key, in: place, to: ttl)
                : try session.setLifetime(key, in: place, to: ttl)
        }
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

    func noteKeys(prefix: String, limit: Int) throws -> [String] {
        try session.connection.noteKeys(
            in: place,
            prefix: prefix,
            limit: limit,
            now: session.now
        )
    }

    func lastRevision() throws -> Revision {
        Revision(rawValue: session.lastRevision())
    }

    func addRequest(_ request: WriteRequest) {
        session.add(request, in: place)
    }
}
