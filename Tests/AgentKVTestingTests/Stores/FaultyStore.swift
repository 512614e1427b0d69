import AgentKV
import AgentKVTesting

/// A store that breaks one promise, to see that the checks notice.
struct FaultyStore: KeyValueStore {
    let base: DictionaryStore
    let fault: Fault
    let clock: ManualClock

    init(_ fault: Fault, clock: ManualClock) {
        let told: DictionaryStore.Told =
            switch fault {
            case .forgetsRequests: .changes
            case .movesEndsSilently: .writes
            case .tellsNothing: .nothing
            default: .everything
            }
        base = DictionaryStore(clock: clock, telling: told)
        self.fault = fault
        self.clock = clock
    }

    var coordinator: StoreCoordinator { base.coordinator }

    var limits: StoreLimits {
        fault == .acceptsLongKeys ? StoreLimits(keyBytes: 4_096) : base.limits
    }

    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        switch fault {
        case .forgetsRollback:
            return try await base.transaction { tx in Result { try body(&tx) } }.get()
        case .replacesErrors:
            do {
                return try await base.transaction(body)
            } catch let error as StoreError {
                throw error
            } catch {
                throw CancellationError()
            }
        case .cancelsAfterWriting:
            let result = try await base.transaction(body)
            try Task.checkCancellation()
            return result
        default:
            return try await base.transaction(body)
        }
    }

    func purgeExpired(limit: Int) async throws -> Int {
        try await base.purgeExpired(
            limit: fault == .purgesOverLimit ? max(limit, limit &+ 1) : limit
        )
    }

    func stored(_ key: String) async throws -> StoreValue? {
        guard let entry = try await storedEntry(key) else { return nil }
        if fault == .nullIsAbsent, try entry.value.json(for: key, limits: limits) == .null {
            return nil
        }
        if fault == .roundsIntegers,
            case .integer(let integer) = try entry.value.json(for: key, limits: limits)
        {
            return StoreValue(json: .number(Double(integer)))
        }
        return entry.value
    }

    func stored(_ keys: [String]) async throws -> [StoreValue?] {
        switch fault {
        case .readsOneByOne:
            var values: [StoreValue?] = []
            for key in keys {
                values.append(try await stored(key))
                await Task.yield()
            }
            return values
        case .readsEachKeyOnce:
            return try await base.stored(Array(Set(keys)).sorted())
        default:
            return try await base.stored(keys)
        }
    }

    func set(_ key: String, to value: StoreValue, ttl: Duration?) async throws {
        switch fault {
        case .livesAtDeadline:
            try await base.set(
                key,
                to: value,
                ttl: ttl.map { min($0, .seconds(Int64.max)) + .nanoseconds(1) }
            )
        case .setKeepsDeadline where ttl == nil:
            _ = try await base.transaction { try $0.set(key, to: value, lifetime: .unchanged) }
        case .acceptsZeroTTL:
            try await base.set(key, to: value, ttl: ttl.map { max($0, .nanoseconds(1)) })
        case .writesBeforeRefusing:
            try await base.set(key, to: value, ttl: nil)
            if let ttl { try await base.set(key, to: value, ttl: ttl) }
        default:
            try await base.set(key, to: value, ttl: ttl)
        }
    }

    func mset(_ values: [(key: String, value: StoreValue)], ttl: Duration?) async throws {
        guard fault == .setsOneByOne else { return try await base.mset(values, ttl: ttl) }
        for (key, value) in values {
            try await base.set(key, to: value, ttl: ttl)
            await Task.yield()
        }
    }
}
