import AgentKV
import AgentKVTesting

/// An adapter whose commits take a while, and which fails as often as it is told to.
final class YieldingAdapter: PersistenceAdapter {
    private struct Failure: Error {}

    let memory: MemoryAdapter
    private let failures = Count()

    /// Creates an adapter whose next commits fail, so many of them.
    init(_ clock: ManualClock, failures: Int = 0) {
        memory = MemoryAdapter(wallClock: clock.wallClock)
        self.failures.add(failures)
    }

    /// What is written down, by key.
    var content: [String: PersistedEntry] {
        Dictionary(uniqueKeysWithValues: memory.entries.map { ($0.key, $0) })
    }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        try await memory.load(receive)
    }

    func commit(_ batch: PersistenceBatch) async throws {
        await Task.yield()
        if failures.value > 0, failures.add(-1) >= 0 {
            // Half of the failures come when the batch is written down: its store cannot tell.
            if failures.value.isMultiple(of: 2) { try await memory.commit(batch) }
            throw Failure()
        }
        try await memory.commit(batch)
        await Task.yield()
    }
}

extension TransientStore {
    /// Opens a store on an adapter, in the time of a schedule.
    static func open(
        on adapter: YieldingAdapter,
        _ mode: PersistenceMode,
        _ schedule: Schedule
    ) async throws -> TransientStore {
        try await TransientStore(
            clock: schedule.clock,
            persistence: adapter,
            mode: mode,
            wallClock: schedule.clock.wallClock
        )
    }
}
