import AgentKV
import AgentKVTesting

/// A store that breaks one promise, to see that the checks notice.
final class FaultyStore: StoreBackend {
    let base: DictionaryStore
    let fault: Fault
    let clock: ManualClock

    init(_ fault: Fault, clock: ManualClock) {
        base = DictionaryStore(clock: clock)
        self.fault = fault
        self.clock = clock
        silent = StoreCoordinator(clock: clock)
    }

    /// A store that tells nothing has others wait for one that nobody tells anything.
    private let silent: StoreCoordinator

    var coordinator: StoreCoordinator {
        fault == .tellsNothing ? silent : base.coordinator
    }

    var limits: StoreLimits {
        fault == .acceptsLongKeys ? StoreLimits(keyBytes: 4_096) : base.limits
    }

    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        switch fault {
        case .forgetsRollback:
            return try await base.performTransaction { tx in Result { try body(&tx) } }.get()
        case .replacesErrors:
            do {
                return try await base.performTransaction(body)
            } catch let error as StoreError {
                throw error
            } catch {
                throw CancellationError()
            }
        case .cancelsAfterWriting:
            let result = try await base.performTransaction(body)
            try Task.checkCancellation()
            return result
        default:
            return try await base.performTransaction(body)
        }
    }

    func performPurge(limit: Int) async throws -> Int {
        try await base.performPurge(
            limit: fault == .purgesOverLimit ? max(limit, limit &+ 1) : limit
        )
    }

    func performRead(_ key: String) async throws -> StoreValue? {
        guard let entry = try await performReadEntry(key) else { return nil }
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

    func performRead(_ keys: [String]) async throws -> [StoreValue?] {
        switch fault {
        case .readsOneByOne:
            var values: [StoreValue?] = []
            for key in keys {
                values.append(try await performRead(key))
                await Task.yield()
            }
            return values
        case .readsEachKeyOnce:
            return try await base.performRead(Array(Set(keys)).sorted())
        default:
            return try await base.performRead(keys)
        }
    }

    func performSet(
        _ key: String,
        to value: StoreValue,
        ttl: Duration?
    ) async throws -> Revision {
        switch fault {
        case .livesAtDeadline:
            return try await base.performSet(
                key,
                to: value,
                ttl: ttl.map { min($0, .seconds(Int64.max)) + .nanoseconds(1) }
            )
        case .setKeepsDeadline where ttl == nil:
            return try await base.performTransaction {
                try $0.set(key, to: value, lifetime: .unchanged)
            }
        case .acceptsZeroTTL:
            return try await base.performSet(
                key,
                to: value,
                ttl: ttl.map { max($0, .nanoseconds(1)) }
            )
        case .writesBeforeRefusing:
            let revision = try await base.performSet(key, to: value, ttl: nil)
            guard let ttl else { return revision }
            return try await base.performSet(key, to: value, ttl: ttl)
        default:
            return try await base.performSet(key, to: value, ttl: ttl)
        }
    }

    func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        guard fault == .setsOneByOne else { return try await base.performSet(values, ttl: ttl) }
        for (key, value) in values {
            _ = try await base.performSet(key, to: value, ttl: ttl)
            await Task.yield()
        }
    }
}
