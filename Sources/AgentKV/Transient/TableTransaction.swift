/// A transaction on a table: it lives while the body runs, and the body cannot keep it.
final class TableTransaction: TransactionBackend {
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
        let cost = table.pointee.bounds?.cost(of: key, value) ?? 1
        return try table.pointee.set(key, to: &value, deadline: deadline, cost: cost, now: now)
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

    func noteKeys(prefix: String, limit: Int) -> [String] { [] }

    func lastRevision() -> Revision { table.pointee.revision }

    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        switch table.pointee.list(at: key, now: now) {
        case .absent:
            var replaced = StoreValue.vacant
            return try table.pointee.makeList(
                key,
                addition,
                deadline: ttl.map(deadline) ?? .none,
                now: now,
                replaced: &replaced
            )
        case .other(let value, let revision):
            var list = StoreValue(list: try value.list(for: key, limits: limits))
            table.pointee.becomeList(key, at: revision, &list)
            return try append(addition, to: key, ttl: ttl)
        case .list(let list, let number):
            return try table.pointee.append(
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
