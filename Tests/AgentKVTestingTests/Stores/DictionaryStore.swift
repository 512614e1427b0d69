import AgentKV

actor DictionaryStore: StoreBackend {
    nonisolated let limits = StoreLimits()
    nonisolated let coordinator: StoreCoordinator
    private let time: @Sendable () -> StoreInstant
    private var state = DictionaryTransaction.State()

    init(clock: some Clock<Duration>) {
        let start = clock.now
        time = { StoreInstant.origin.advanced(by: start.duration(to: clock.now)) ?? .origin }
        coordinator = StoreCoordinator(clock: clock)
    }
    deinit { coordinator.close() }

    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try change { try $0.settleQueues() }
        return try change { copy in
            var transaction = StoreTransaction(copy)
            return try body(&transaction)
        }
    }

    func performPurge(limit: Int) async throws -> Int {
        try limits.checkCount(limit)
        try change { try $0.settleQueues() }
        return change { $0.removeExpired(limit: limit) }
    }

    private func change<R>(_ body: (DictionaryTransaction) throws -> R) rethrows -> R {
        let copy = DictionaryTransaction(state, time(), coordinator, limits)
        let result = try body(copy)
        (state, state.metadata) = (copy.state, copy.metadata)
        coordinator.publish(copy.changes, requests: copy.requests)
        return result
    }
}

final class DictionaryTransaction: MetadataTableBackend {
    struct State {
        var items: [[UInt8]: (value: StoreValue, revision: Revision, deadline: StoreInstant?)] = [:]
        var metadata = MetadataTable()
        var last = Revision(rawValue: 0)
    }
    private(set) var state: State
    var metadata: MetadataTable
    private(set) var changes: [StoreChange] = []
    private(set) var requests: [WriteRequest] = []
    var instant: StoreInstant
    let coordinator: StoreCoordinator?
    let limits: StoreLimits

    init(_ state: State, _ now: StoreInstant, _ owner: StoreCoordinator, _ limits: StoreLimits) {
        (self.state, metadata, instant) = (state, state.metadata, now)
        (coordinator, self.limits) = (owner, limits)
    }

    func lastRevision() -> Revision { state.last }
    func addRequest(_ request: WriteRequest) { requests.append(request) }

    func entry(_ key: String) -> Entry<StoreValue>? {
        guard let item = state.items[Array(key.utf8)], isLive(item.deadline) else { return nil }
        let remaining = item.deadline.map { instant.duration(to: $0) }
        return Entry(value: item.value, revision: item.revision, remainingLifetime: remaining)
    }

    func set(_ key: String, to value: StoreValue, lifetime: LifetimeChange) -> Revision {
        if state.items[Array(key.utf8)] != nil, entry(key) == nil { _ = remove(key, .expired) }
        let deadline =
            switch lifetime {
            case .endless: nil as StoreInstant?
            case .unchanged: state.items[Array(key.utf8)]?.deadline
            case .lasting(let ttl): instant.advanced(by: ttl)
            }
        state.last = Revision(rawValue: state.last.rawValue + 1)
        state.items[Array(key.utf8)] = (value, state.last, deadline)
        changes.append(StoreChange(key: key, revision: state.last, kind: .set, value: value))
        return state.last
    }

    func delete(_ key: String) -> Bool { entry(key) != nil && remove(key, .deleted) }
    func remove(_ key: String, as kind: StoreChange.Kind, _: MessageEvent?) -> Bool {
        entry(key) != nil && remove(key, kind)
    }
    func removeExpired(limit: Int) -> Int {
        let expired = state.items.filter { !isLive($1.deadline) }
            .sorted { ($0.value.deadline ?? instant) < ($1.value.deadline ?? instant) }
        return expired.prefix(limit).count { remove(text($0.key), .expired) }
    }

    private func remove(_ key: String, _ kind: StoreChange.Kind) -> Bool {
        state.last = Revision(rawValue: state.last.rawValue + 1)
        state.items[Array(key.utf8)] = nil
        changes.append(StoreChange(key: key, revision: state.last, kind: kind))
        return true
    }

    func setLifetime(_ key: String, to ttl: Duration?) -> Bool {
        if entry(key) == nil { return false }
        state.items[Array(key.utf8)]?.deadline = ttl.flatMap { instant.advanced(by: $0) }
        return true
    }

    private func isLive(_ deadline: StoreInstant?) -> Bool { deadline.map { instant < $0 } ?? true }

    func keys(prefix: String, after: String?, limit: Int) -> [String] {
        let keys = state.items.filter { isLive($1.deadline) && $0.starts(with: prefix.utf8) }.keys
        let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }.map(text)
        let rest = sorted.drop { !(after ?? "").utf8.lexicographicallyPrecedes($0.utf8) }
        return Array(rest.prefix(limit))
    }
    func count(prefix: String) -> Int { keys(prefix: prefix, after: nil, limit: .max).count }
    private func text(_ key: [UInt8]) -> String { String(decoding: key, as: UTF8.self) }
}
