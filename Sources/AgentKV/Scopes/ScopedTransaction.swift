/// A transaction of a store as one of a scope: it puts the scope's name before the keys.
final class ScopedTransaction: TransactionBackend {
    private let base: any TransactionBackend
    private let scope: ScopedStore

    init(_ base: any TransactionBackend, scope: ScopedStore) {
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

    func removePopped(_ key: String) throws -> Bool {
        try forward(key) { try base.removePopped($0) }
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

    func noteKeys(prefix: String, limit: Int) throws -> [String] {
        if !prefix.isEmpty {
            return try base.noteKeys(prefix: scope.prefix + prefix, limit: limit)
                .map(scope.relative)
        }
        // Notes of the entry at the scope's name and a colon, which come first, are not the scope's.
        let notes = try base.noteKeys(prefix: scope.prefix, limit: .max)
        return notes.map(scope.relative).filter { !$0.hasBytePrefix(NoteKey.mark) }
            .prefix(limit).map(\.self)
    }

    func lastRevision() throws -> Revision {
        try base.lastRevision()
    }

    func addRequest(_ request: WriteRequest) {
        base.addRequest(request.prefixed(by: scope.prefix))
    }

    func takeFirst(_ count: Int, from key: String) throws -> [JSONValue] {
        try forward(key) { try base.takeFirst(count, from: $0) }
    }

    func prepend(_ items: [JSONValue], to key: String) throws {
        try forward(key) { try base.prepend(items, to: $0) }
    }

    func appendItems(_ items: [JSONValue], to key: String) throws -> Int {
        try forward(key) { try base.appendItems(items, to: $0) }
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        try forward(key) { try base.append(addition, to: $0, ttl: ttl) }
    }
}
