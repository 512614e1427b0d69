extension TransientStore {
    /// Runs `body` on one consistent moment of the store, and returns its result.
    ///
    /// It runs once, and other callers wait for it. Neither the body nor its result has to be
    /// `Sendable`.
    public nonisolated func transaction<R>(
        _ body: (inout StoreTransaction) throws -> R
    ) async throws -> R {
        var write: BatchNumber = 0
        var changedKey = ""
        let result = try run(&write, &changedKey, body)
        if write > 0 { try await settle(write, changedKey) }
        return result
    }

    /// Changes the value at a key in place, and returns what `body` returns.
    ///
    /// Nil stands for absence, and setting nil deletes. No other write comes between the reading and
    /// the writing; a key that was there keeps its deadline. When `body` throws, nothing changes.
    @discardableResult
    public nonisolated func update<V: Codable & Sendable, R>(
        _ key: String,
        as type: V.Type,
        _ body: (inout V?) throws -> R
    ) async throws -> R {
        var write: BatchNumber = 0
        var changedKey = ""
        let result = try run(&write, &changedKey) { try $0.update(key, as: type, body) }
        if write > 0 { try await settle(write, key) }
        return result
    }

    nonisolated func run<R>(
        _ write: inout BatchNumber,
        _ changedKey: inout String,
        _ body: (inout StoreTransaction) throws -> R
    ) throws -> R {
        // What the transaction has replaced, or had written: released after the lock.
        var replaced: [Undo] = []
        var written: [StoreValue] = []
        defer { withExtendedLifetime((replaced, written)) {} }
        return try table.lock.withLock { table in
            if table.isClosed { throw StoreError.closed }
            defer {
                write = table.changes.takeWrite()
                if write > 0 { changedKey = table.changes.changedKey }
            }
            table.begin()
            do {
                let result = try withUnsafeMutablePointer(to: &table) { table in
                    var transaction = StoreTransaction(TableTransaction(table, clock: clock))
                    return try body(&transaction)
                }
                replaced = table.commit()
                return result
            } catch {
                written = table.rollBack()
                throw error
            }
        }
    }
}

/// A transaction on a table: it lives while the body runs, and the body cannot keep it.
private final class TableTransaction: TransactionBackend {
    private let table: UnsafeMutablePointer<ExpiringTable>
    private let clock: StoreClock
    private var moment: Moment?

    init(_ table: UnsafeMutablePointer<ExpiringTable>, clock: @escaping StoreClock) {
        self.table = table
        self.clock = clock
    }

    var limits: StoreLimits { table.pointee.limits }

    private func now() -> Moment { Moment.once(&moment, clock) }

    private func deadline(_ ttl: Duration) -> Deadline {
        Lifetime(ttl).map { Deadline($0, after: table.pointee.present(now)) } ?? .none
    }

    func entry(_ key: String) -> Entry<StoreValue>? {
        table.pointee.entry(key, now: now)
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        var value =
            table.pointee.changes.isKept
            ? try value.encoded(for: key, limits: limits) : value
        let deadline =
            switch lifetime {
            case .endless: Deadline.none
            case .lasting(let ttl): deadline(ttl)
            case .unchanged: table.pointee.deadline(of: key, now: now)
            }
        return try table.pointee.set(key, to: &value, deadline: deadline)
    }

    func delete(_ key: String) -> Bool {
        table.pointee.delete(key, now: now) != nil
    }

    func setLifetime(_ key: String, to ttl: Duration?) -> Bool {
        table.pointee.setDeadline(key, to: ttl.map(deadline) ?? .none, now: now)
    }

    func keys(prefix: String, after: String?, limit: Int) -> [String] {
        var keys: [String] = []
        guard limit > 0 else { return keys }
        forEachKey(prefix: prefix, after: after) { key in
            keys.append(key)
            return keys.count < limit
        }
        return keys
    }

    func count(prefix: String) -> Int {
        var count = 0
        forEachKey(prefix: prefix, after: nil) { _ in
            count += 1
            return true
        }
        return count
    }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        switch table.pointee.list(at: key, now: now) {
        case .absent:
            var replaced = StoreValue.vacant
            return try table.pointee.makeList(
                key,
                addition,
                deadline: ttl.map(deadline) ?? .none,
                replaced: &replaced
            )
        case .other(let value, let revision):
            var list = StoreValue(list: try value.list(for: key, limits: limits))
            table.pointee.becomeList(key, at: revision, &list)
            return try append(addition, to: key, ttl: ttl)
        case .list(let list, let number):
            return table.pointee.append(
                addition,
                to: list,
                in: number,
                deadline: ttl.map(deadline)
            )
        }
    }

    private func forEachKey(prefix: String, after: String?, _ body: (String) -> Bool) {
        _ = table.pointee.sortKeys(limit: .max)
        table.pointee.forEachKey(prefix: prefix, after: after, now: now, body)
    }
}
