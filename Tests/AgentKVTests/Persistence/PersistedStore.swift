import AgentKV
import AgentKVTesting

/// A store, where it writes to, and the time that both live in.
struct PersistedStore {
    let clock: ManualClock
    let memory: MemoryAdapter
    let adapter: FailingAdapter
    let store: TransientStore

    init(
        _ mode: PersistenceMode = .writeBehind,
        clock: ManualClock = ManualClock(),
        memory: MemoryAdapter? = nil,
        pacing: PersistencePacing = PersistencePacing(),
        limits: StoreLimits = StoreLimits(),
        sweeps: Bool = false
    ) async throws {
        self.clock = clock
        self.memory = memory ?? MemoryAdapter(wallClock: clock.wallClock)
        adapter = FailingAdapter(self.memory)
        store = try await TransientStore(
            clock: clock,
            limits: limits,
            sweeps: sweeps,
            persistence: adapter,
            mode: mode,
            pacing: pacing,
            wallClock: clock.wallClock
        )
    }

    /// What a store reads that is opened on what has been written down.
    func reopened() async throws -> TransientStore {
        try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: memory,
            wallClock: clock.wallClock
        )
    }

    /// What has been written down, by key.
    var texts: [String: String] {
        Dictionary(uniqueKeysWithValues: memory.entries.map { ($0.key, $0.json) })
    }
}

extension StoreUnderTest {
    /// A store that is written down in memory.
    static func persisted(_ mode: PersistenceMode, sweeps: Bool = false) -> StoreUnderTest {
        StoreUnderTest(freesByItself: sweeps) { clock in
            try await TransientStore(
                clock: clock,
                sweeps: sweeps,
                persistence: MemoryAdapter(wallClock: clock.wallClock),
                mode: mode,
                wallClock: clock.wallClock
            )
        }
    }
}
