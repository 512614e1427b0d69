/// A transaction on a table: it lives while the body runs, and the body cannot keep it.
final class TableTransaction: TransactionBackend {
    let table: UnsafeMutablePointer<ExpiringTable>
    private let clock: StoreClock
    private var moment: Moment?

    init(_ table: UnsafeMutablePointer<ExpiringTable>, clock: @escaping StoreClock) {
        self.table = table
        self.clock = clock
    }

    var limits: StoreLimits { table.pointee.limits }

    func now() -> Moment { Moment.once(&moment, clock) }

    func deadline(_ ttl: Duration) -> Deadline {
        Lifetime(ttl).map { Deadline($0, after: table.pointee.present(now)) } ?? .none
    }

    func entry(_ key: String) -> Entry<StoreValue>? {
        if NoteKey.isNote(key) { return table.pointee.note(key, now: now) }
        return table.pointee.entry(key, now: now)
    }

    func revision(of key: String) -> Revision? {
        if NoteKey.isNote(key) { return table.pointee.note(key, now: now)?.revision }
        let number = table.pointee.find(key, now: now)
        return number == .none ? nil : table.pointee.cells[number].pointee.revision
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        let isNote = NoteKey.isNote(key)
        var value =
            table.pointee.changes.isKept
            ? try value.encoded(for: key, limits: limits) : value
        let deadline =
            switch lifetime {
            case .endless: Deadline.none
            case .lasting(let ttl): deadline(ttl)
            case .unchanged where isNote: table.pointee.deadline(ofNote: key, now: now)
            case .unchanged: table.pointee.deadline(of: key, now: now)
            }
        if isNote { return try table.pointee.setNote(key, to: &value, deadline: deadline) }
        let cost = table.pointee.bounds?.cost(of: key, value) ?? 1
        return try table.pointee.set(key, to: &value, deadline: deadline, cost: cost, now: now)
    }

    func delete(_ key: String) -> Bool {
        if NoteKey.isNote(key) { return table.pointee.deleteNote(key, now: now) }
        return table.pointee.delete(key, now: now) != nil
    }

    func removePopped(_ key: String) -> Bool {
        let number = table.pointee.find(key, now: now)
        if number == .none { return false }
        // The journal keeps what was there until the lock is free.
        _ = table.pointee.remove(number, as: .popped)
        return true
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

    func noteKeys(prefix: String, limit: Int) -> [String] {
        table.pointee.noteKeys(prefix: prefix, limit: limit, now: now)
    }

    func lastRevision() -> Revision { table.pointee.revision }

    func addRequest(_ request: WriteRequest) { table.pointee.add(request) }

    private func forEachKey(prefix: String, after: String?, _ body: (String) -> Bool) {
        _ = table.pointee.sortKeys(limit: .max)
        table.pointee.forEachKey(prefix: prefix, after: after, now: now, body)
    }
}
