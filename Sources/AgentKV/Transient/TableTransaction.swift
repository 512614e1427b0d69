/// A transaction on a table: it lives while the body runs, and the body cannot keep it.
final class TableTransaction: TransactionBackend {
    let table: UnsafeMutablePointer<ExpiringTable>
    private let clock: StoreClock
    private var moment: Moment?

    let coordinator: StoreCoordinator?
    /// Whether code of users may be run, as in the body of a transaction.
    let runsUserCode: Bool

    init(
        _ table: UnsafeMutablePointer<ExpiringTable>,
        clock: @escaping StoreClock,
        coordinator: StoreCoordinator?,
        runsUserCode: Bool = true
    ) {
        self.table = table
        self.clock = clock
        self.coordinator = coordinator
        self.runsUserCode = runsUserCode
    }

    /// A transaction of a moment that the table makes for itself.
    init(_ table: UnsafeMutablePointer<ExpiringTable>, at moment: Moment) {
        self.table = table
        clock = { moment }
        coordinator = nil
        runsUserCode = true
    }

    var limits: StoreLimits { table.pointee.limits }

    func now() -> Moment { Moment.once(&moment, clock) }

    func deadline(_ ttl: Duration) -> Deadline {
        Lifetime(ttl).map { Deadline($0, after: table.pointee.present(now)) } ?? .none
    }

    func entry(_ key: String) -> Entry<StoreValue>? {
        table.pointee.entry(key, now: now)
    }

    func revision(of key: String) -> Revision? {
        let number = table.pointee.find(key, now: now)
        return number == .none ? nil : table.pointee.cells[number].pointee.revision
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) throws -> Revision {
        try set(key, to: value, lifetime: lifetime, nil)
    }

    private func set(
        _ key: String,
        to value: StoreValue,
        lifetime: LifetimeChange,
        _ event: MessageEvent?
    ) throws -> Revision {
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
        return try table.pointee.write(
            key,
            deadline: deadline,
            cost: cost,
            event: event,
            now: now
        ) { swap(&$0, &value) }
    }

    func edit(
        _ key: String,
        to value: StoreValue,
        _ event: MessageEvent?
    ) throws -> Revision {
        let former = table.pointee.find(key, now: now)
        let list = former == .none ? nil : table.pointee.cells[former].pointee.value.messageList
        guard let list, !list.infos.isEmpty || table.pointee.queues.book(of: key) != nil,
            case .array(let items) = try value.json(for: key, limits: limits)
        else { return try set(key, to: value, lifetime: .unchanged, event) }
        let count = list.count
        let old = try list.infos.isEmpty ? [] : list.messages(.max).map(encoded)
        let edited = ItemList(items)
        edited.infos = list.infos.realigned(from: count, to: items.count) { index, place in
            guard case .json(let item) = old[index].item.storage else { return false }
            return item == items[place]
        }
        let revision = try set(key, to: edited.stored, lifetime: .unchanged, event)
        table.pointee.noteMetadata(.list(ByteText(key)))
        table.pointee.registerExpiry(of: edited, at: key)
        return revision
    }

    func delete(_ key: String) -> Bool {
        table.pointee.delete(key, now: now) != nil
    }

    func remove(_ key: String, as kind: StoreChange.Kind, _ event: MessageEvent?) -> Bool {
        let number = table.pointee.find(key, now: now)
        if number == .none { return false }
        // The journal keeps what was there until the lock is free.
        _ = table.pointee.remove(number, as: kind, event)
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

    func lastRevision() -> Revision { table.pointee.revision }

    func addRequest(_ request: WriteRequest) { table.pointee.add(request) }

    private func forEachKey(prefix: String, after: String?, _ body: (String) -> Bool) {
        _ = table.pointee.sortKeys(limit: .max)
        table.pointee.forEachKey(prefix: prefix, after: after, now: now, body)
    }
}
