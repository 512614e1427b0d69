internal import AgentKV

/// A transaction of a caller, whose reads count.
///
/// What the transaction below reads on its own account, to append to a list for example, does not.
final class CountedTransaction: TransactionBackend {
    private let base: SQLiteTransaction
    private let counters: StoreCounters

    init(_ base: SQLiteTransaction, _ counters: StoreCounters) {
        self.base = base
        self.counters = counters
    }

    var limits: StoreLimits { base.limits }

    func entry(_ key: String) throws -> Entry<StoreValue>? {
        let entry = try base.entry(key)
        if !NoteKey.isNote(key) { counters.countRead(isHit: entry != nil) }
        return entry
    }

    func revision(of key: String) throws -> Revision? { try base.revision(of: key) }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        try base.set(key, to: value, lifetime: lifetime)
    }

    func delete(_ key: String) throws -> Bool { try base.delete(key) }

    func removePopped(_ key: String) throws -> Bool { try base.removePopped(key) }

    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try base.setLifetime(key, to: ttl)
    }

    func keys(prefix: String, after: String?, limit: Int) throws -> [String] {
        try base.keys(prefix: prefix, after: after, limit: limit)
    }

    func count(prefix: String) throws -> Int { try base.count(prefix: prefix) }

    func noteKeys(prefix: String, limit: Int) throws -> [String] {
        try base.noteKeys(prefix: prefix, limit: limit)
    }

    func lastRevision() throws -> Revision { try base.lastRevision() }

    func addRequest(_ request: WriteRequest) { base.addRequest(request) }

    func takeFirst(_ count: Int, from key: String) throws -> [JSONValue] {
        try base.takeFirst(count, from: key)
    }

    func prepend(_ items: [JSONValue], to key: String) throws {
        try base.prepend(items, to: key)
    }

    func appendItems(_ items: [JSONValue], to key: String) throws -> Int {
        try base.appendItems(items, to: key)
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try base.append(addition, to: key, ttl: ttl)
    }
}
