import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Inboxes and the simulation")
struct InboxSimulationTests {
    static let seeds = FuzzSeeds.usual(100)

    @Test(arguments: seeds)
    func `an inbox in memory does what the model does`(seed: UInt64) async throws {
        let subject = StoreUnderTest { clock in TransientStore(clock: clock) }
        try await InboxSimulation(seed: seed, steps: 300).run(on: subject) { store in
            let broken = (store as? TransientStore)?.brokenInvariants()
            try #require(broken == [])
        }
    }

    @Test(arguments: seeds.prefix(30))
    func `an inbox within a bound does what the model does`(seed: UInt64) async throws {
        let bounds: [StoreBounds] = [
            .entries(2, whenFull: .refuse), .bytes(1 << 20), .cost(1 << 20) { _ in 1 },
        ]
        let bound = bounds[Int(seed % 3)]
        let subject = StoreUnderTest { clock in try TransientStore(clock: clock, bounds: bound) }
        try await InboxSimulation(seed: seed, steps: 200).run(on: subject) { store in
            let broken = (store as? TransientStore)?.brokenInvariants()
            try #require(broken == [])
        }
    }

    @Test(arguments: seeds.prefix(30))
    func `an inbox that is written down does what the model does`(seed: UInt64) async throws {
        try await InboxSimulation(seed: seed, steps: 200).run(on: .persisted(.writeBehind))
        try await InboxSimulation(seed: seed, steps: 50).run(on: .persisted(.writeThrough))
    }
}
