import AgentKVTesting
import Testing

@testable import AgentKV

/// `AGENTKV_FUZZ_ROUNDS` says how many seeds there are; `AGENTKV_SEED` which one instead.
@Suite("Inboxes and the simulation", .timeLimit(.minutes(60)))
struct InboxSimulationTests {
    static let seeds = FuzzSeeds.usual(8)

    @Test(arguments: seeds)
    func `inboxes in memory do what the model does`(seed: UInt64) async throws {
        try await InboxSimulation(seed: seed, steps: 200).run(check: expectInvariants) { clock in
            SimulatedStore(TransientStore(clock: clock, sweeps: false), clock: clock)
        }
    }

    @Test(arguments: seeds)
    func `inboxes in memory do what the model does while the store sweeps`(
        seed: UInt64
    ) async throws {
        try await InboxSimulation(seed: seed, steps: 100).run(check: expectInvariants) { clock in
            SimulatedStore(TransientStore(clock: clock), clock: clock, sweeps: true)
        }
    }

    @Test(arguments: seeds)
    func `inboxes in a scope do what the model does`(seed: UInt64) async throws {
        try await InboxSimulation(seed: seed, steps: 100).run { clock in
            let store = TransientStore(clock: clock, sweeps: false)
            return SimulatedStore(store.scoped(to: "run").scoped(to: "42"), clock: clock)
        }
    }

    @Test(arguments: seeds)
    func `inboxes within a bound do what the model does`(seed: UInt64) async throws {
        // Two inboxes and their dead letters.
        let bounds: [StoreBounds] = [
            .entries(4, whenFull: .refuse), .bytes(1 << 20), .cost(1 << 20) { _ in 1 },
        ]
        try await InboxSimulation(seed: seed, steps: 100).run(check: expectInvariants) { clock in
            let bounds = bounds[Int(seed % 3)]
            let store = try TransientStore(clock: clock, sweeps: false, bounds: bounds)
            return SimulatedStore(store, clock: clock)
        }
    }

    @Test(arguments: seeds)
    func `inboxes that are written behind do what the model does, whatever befalls the store`(
        seed: UInt64
    ) async throws {
        try await InboxSimulation(seed: seed, steps: 200).run(check: expectInvariants) { clock in
            try await .persisted(.writeBehind, in: clock, sweeps: seed.isMultiple(of: 3))
        }
    }

    @Test(arguments: seeds)
    func `inboxes that are written through do what the model does after each restart`(
        seed: UInt64
    ) async throws {
        try await InboxSimulation(seed: seed, steps: 100).run(check: expectInvariants) { clock in
            try await .persisted(.writeThrough, in: clock, sweeps: false)
        }
    }

    private func expectInvariants(_ store: any KeyValueStore) throws {
        let broken = (store as? TransientStore)?.brokenInvariants()
        try #require(broken == [])
    }
}

extension SimulatedStore {
    /// A store in memory on an adapter that is opened again after restarts, and may fail for a while.
    static func persisted(
        _ mode: PersistenceMode,
        in clock: ManualClock,
        sweeps: Bool
    ) async throws -> SimulatedStore {
        let memory = MemoryAdapter(wallClock: clock.wallClock)
        let adapter = FailingAdapter(memory)
        let opened: @Sendable () async throws -> TransientStore = {
            try await TransientStore(
                clock: clock,
                sweeps: sweeps,
                persistence: adapter,
                mode: mode,
                wallClock: clock.wallClock
            )
        }
        let setOutage: @Sendable (Bool) async throws -> Void = { isOut in
            if isOut { adapter.failCommits() } else { adapter.recover() }
        }
        return SimulatedStore(
            try await opened(),
            clock: clock,
            sweeps: sweeps,
            restart: { store, time in
                try await (store as? TransientStore)?.close()
                clock.advance(by: time)
                return try await opened()
            },
            setOutage: mode == .writeBehind ? setOutage : nil,
            cleanUp: { store in
                adapter.recover()
                try await (store as? TransientStore)?.close()
            }
        )
    }
}
