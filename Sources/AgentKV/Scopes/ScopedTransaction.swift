/// A transaction of a store as one of a scope: it puts the scope's name before the keys.
final class ScopedTransaction: TransactionBackend {
    private let base: any TransactionBackend
    private let scope: ScopedBackend

    init(_ base: any TransactionBackend, scope: ScopedBackend) {
        self.base = base
        self.scope = scope
    }

    var limits: StoreLimits { scope.limits }

    /// Runs a call on the key in the store; what it throws is about the key in the scope.
    private func forward<R>(_ key: String, _ call: (String) throws -> R) throws -> R {
        do {
            return try call(scope.prefix + key)
        } catch {
            throw scope.relative(error)
        }
    }

    func entry(_ key: String) throws -> Entry<StoreValue>? {
        try forward(key) { try base.entry($0) }
    }

    func revision(of key: String) throws -> Revision? {
        try forward(key) { try base.revision(of: $0) }
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        try forward(key) { try base.set($0, to: value, lifetime: lifetime) }
    }

    func delete(_ key: String) throws -> Bool {
        try forward(key) { try base.delete($0) }
    }

    func edit(
        _ key: String,
        to value: StoreValue,
        _ event: MessageEvent?
    ) throws -> Revision {
        try forward(key) { try base.edit($0, to: value, event) }
    }

    func remove(
        _ key: String,
        as kind: StoreChange.Kind,
        _ event: MessageEvent?
    ) throws -> Bool {
        try forward(key) { try base.remove($0, as: kind, event) }
    }

    func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try forward(key) { try base.setLifetime($0, to: ttl) }
    }

    func keys(prefix: String, after: String?, limit: Int) throws -> [String] {
        let keys = try base.keys(
            prefix: scope.prefix + prefix,
            after: scope.prefix + (after ?? ""),
            limit: limit
        )
        return keys.map(scope.relative)
    }

    func count(prefix: String) throws -> Int {
        let count = try base.count(prefix: scope.prefix + prefix)
        if prefix.isEmpty, try base.entry(scope.prefix) != nil { return count - 1 }
        return count
    }

    func lastRevision() throws -> Revision {
        try base.lastRevision()
    }

    func addRequest(_ request: WriteRequest) {
        base.addRequest(request.prefixed(by: scope.prefix))
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try forward(key) { try base.append(addition, to: $0, ttl: ttl) }
    }

    func queue(at key: String) throws -> any MessageQueue {
        try forward(key) { try base.queue(at: $0) }
    }

    func keysWithQueues(prefix: String) throws -> [String] {
        try base.keysWithQueues(prefix: scope.prefix + prefix)
            .filter { $0.utf8.count > scope.prefixBytes }
            .map(scope.relative)
    }

    func prepare(for change: KeyChange, of key: String) throws {
        try forward(key) { try base.prepare(for: change, of: $0) }
    }

    func publish(_ event: MessageEvent, of key: String) throws {
        try forward(key) { try base.publish(event, of: $0) }
    }

    var coordinator: StoreCoordinator? { base.coordinator }

    var root: any TransactionBackend { base.root }
}
