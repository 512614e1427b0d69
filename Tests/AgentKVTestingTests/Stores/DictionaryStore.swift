import AgentKV
import AgentKVTesting

/// A store over a plain dictionary under a lock, with nothing but what a store must provide.
///
/// Every other call is the protocol's default on a transaction, so this store holds those to the
/// contract. A transaction works on a copy, which takes the place of the original if it succeeds.
final class DictionaryStore: KeyValueStore {
    struct Table {
        var entries: [[UInt8]: (entry: Entry<StoreValue>, deadline: Duration?)] = [:]
        var revision = Revision(rawValue: 0)
    }

    let limits = StoreLimits()
    let coordinator: StoreCoordinator
    private let clock: ManualClock
    private let table = Lock(Table())
    private let told: Told

    /// What those are told of who wait for the store.
    enum Told {
        case everything
        /// Nothing of what was asked for and changed nothing.
        case changes
        /// Nothing of lifetimes.
        case writes
        case nothing
    }

    init(clock: ManualClock, telling told: Told = .everything) {
        self.clock = clock
        self.told = told
        coordinator = StoreCoordinator(clock: clock)
    }

    deinit { coordinator.close() }

    func weakReference() -> StoreReference {
        StoreReference { [weak self] in self }
    }

    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try table.withLock { table in
            let backend = DictionaryTransaction(table, limits: limits, now: clock.now.offset)
            var transaction = StoreTransaction(backend)
            let result = try body(&transaction)
            table = backend.table
            if told == .nothing { return result }
            coordinator.publish(
                backend.changes,
                requests: backend.requests.filter {
                    told != ($0.isOfLifetime ? .writes : .changes)
                }
            )
            return result
        }
    }

    func purgeExpired(limit: Int) async throws -> Int {
        try limits.checkCount(limit)
        return table.withLock { table in
            let now = clock.now.offset
            let ended = table.entries.compactMap { key, held in
                held.deadline.flatMap { $0 <= now ? (key: key, deadline: $0) : nil }
            }
            let first = ended.sorted { $0.deadline < $1.deadline }.prefix(limit)
            let backend = DictionaryTransaction(table, limits: limits, now: now)
            for (key, _) in first { backend.remove(key, as: .expired) }
            table = backend.table
            coordinator.publish(backend.changes)
            return first.count
        }
    }
}

private final class DictionaryTransaction: TransactionBackend {
    var table: DictionaryStore.Table
    /// What this transaction changes, in order.
    private(set) var changes: [StoreChange] = []
    /// What else it was asked for.
    private(set) var requests: [WriteRequest] = []
    let limits: StoreLimits
    private let now: Duration

    /// From here on a lifetime counts as endless.
    private static let longest = Duration.seconds(Int64(1) << 33)

    init(_ table: DictionaryStore.Table, limits: StoreLimits, now: Duration) {
        self.table = table
        self.limits = limits
        self.now = now
    }

    private func deadline(_ ttl: Duration?) -> Duration? {
        ttl.flatMap { $0 < Self.longest ? now + max($0, .nanoseconds(1)) : nil }
    }

    private func live(
        _ key: some Sequence<UInt8>
    ) -> (entry: Entry<StoreValue>, deadline: Duration?)? {
        guard let held = table.entries[Array(key)] else { return nil }
        guard let deadline = held.deadline else { return held }
        return now < deadline ? held : nil
    }

    func entry(_ key: String) -> Entry<StoreValue>? {
        live(key.utf8).map { held in
            Entry(
                value: held.entry.value,
                revision: held.entry.revision,
                remainingLifetime: held.deadline.map { $0 - now }
            )
        }
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) -> Revision {
        let deadline: Duration? =
            switch lifetime {
            case .endless: nil
            case .lasting(let ttl): deadline(ttl)
            case .unchanged: live(key.utf8)?.deadline
            }
        if table.entries[Array(key.utf8)] != nil, live(key.utf8) == nil {
            remove(Array(key.utf8), as: .expired)
        }
        raiseRevision()
        changes.append(
            StoreChange(key: key, revision: table.revision, kind: .set, value: value)
        )
        let entry = Entry(value: value, revision: table.revision, remainingLifetime: nil)
        table.entries[Array(key.utf8)] = (entry, deadline)
        return table.revision
    }

    func delete(_ key: String) -> Bool {
        guard live(key.utf8) != nil else { return false }
        remove(Array(key.utf8), as: .deleted)
        return true
    }

    func removePopped(_ key: String) -> Bool {
        guard live(key.utf8) != nil else { return false }
        remove(Array(key.utf8), as: .popped)
        return true
    }

    /// Removes an entry, live or not.
    func remove(_ key: [UInt8], as kind: StoreChange.Kind) {
        table.entries[key] = nil
        raiseRevision()
        let key = String(decoding: key, as: UTF8.self)
        changes.append(StoreChange(key: key, revision: table.revision, kind: kind))
    }

    private func raiseRevision() {
        table.revision = Revision(rawValue: table.revision.rawValue + 1)
    }

    func lastRevision() -> Revision { table.revision }

    func addRequest(_ request: WriteRequest) { requests.append(request) }

    func setLifetime(_ key: String, to ttl: Duration?) -> Bool {
        guard let held = live(key.utf8) else { return false }
        table.entries[Array(key.utf8)] = (held.entry, deadline(ttl))
        return true
    }

    func keys(prefix: String, after: String?, limit: Int) -> [String] {
        listed(prefix: prefix, limit: limit) { key in
            guard !key.contains(0) else { return false }
            return after.map { $0.utf8.lexicographicallyPrecedes(key) } ?? true
        }
    }

    func noteKeys(prefix: String, limit: Int) -> [String] {
        listed(prefix: prefix, limit: limit) { $0.contains(0) }
    }

    private func listed(
        prefix: String,
        limit: Int,
        where isIncluded: ([UInt8]) -> Bool
    ) -> [String] {
        let found = table.entries.keys.filter { key in
            live(key) != nil && key.starts(with: prefix.utf8) && isIncluded(key)
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
            .prefix(limit)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    func count(prefix: String) -> Int {
        keys(prefix: prefix, after: nil, limit: .max).count
    }
}

extension WriteRequest {
    fileprivate var isOfLifetime: Bool { if case .lifetime = self { true } else { false } }
}
