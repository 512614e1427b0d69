internal import AgentKV

/// A transaction of a caller, whose reads count.
///
/// What the transaction below reads on its own account, to append to a list or to lend a message for
/// example, does not.
final class CountedTransaction: TransactionBackend {
    private let base: SQLiteTransaction
    private let counters: StoreCounters

    init(_ base: SQLiteTransaction, _ counters: StoreCounters) {
        self.base = base
        self.counters = counters
    }

    var limits: StoreLimits { base.limits }

    var coordinator: StoreCoordinator? { base.coordinator }

    var root: any TransactionBackend { base }

    func entry(_ key: String) throws -> Entry<StoreValue>? {
        let entry = try base.entry(key)
        counters.countRead(isHit: entry != nil)
        return entry
    }

    func revision(of key: String) throws -> Revision? { try base.revision(of: key) }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        try base.set(key, to: value, lifetime: lifetime)
    }

    func edit(_ key: String, to value: StoreValue, _ event: MessageEvent?) throws -> Revision {
        try base.edit(key, to: value, event)
    }

    func delete(_ key: String) throws -> Bool { try base.delete(key) }

    func remove(
        _ key: String,
        as kind: StoreChange.Kind,
        _ event: MessageEvent?
    ) throws -> Bool {
        try base.remove(key, as: kind, event)
    }

    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try base.setLifetime(key, to: ttl)
    }

    func keys(prefix: String, after: String?, limit: Int) throws -> [String] {
        try base.keys(prefix: prefix, after: after, limit: limit)
    }

    func count(prefix: String) throws -> Int { try base.count(prefix: prefix) }

    func lastRevision() throws -> Revision { try base.lastRevision() }

    func addRequest(_ request: WriteRequest) { base.addRequest(request) }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try base.append(addition, to: key, ttl: ttl)
    }

    func queue(at key: String) throws -> any MessageQueue { base.queue(at: key) }

    func keysWithQueues(prefix: String) throws -> [String] {
        try base.keysWithQueues(prefix: prefix)
    }

    func prepare(for change: KeyChange, of key: String) throws {
        try base.prepare(for: change, of: key)
    }

    func publish(_ event: MessageEvent, of key: String) throws {
        try base.publish(event, of: key)
    }
}
