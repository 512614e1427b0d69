import AgentKVTesting
import Testing

@testable import AgentKV

private struct Broken: Error {
    let invariants: [String]
}

@Suite("TransientStore and the simulation")
struct TransientSimulationTests {
    static let seeds = FuzzSeeds.usual(200)

    @Test(arguments: seeds)
    func `does what the model does`(seed: UInt64) async throws {
        try await StoreSimulation(seed: seed, steps: 300).run(
            on: StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) }
        ) { store in
            guard let store = store as? TransientStore else { return }
            let broken = store.brokenInvariants()
            if !broken.isEmpty { throw Broken(invariants: broken) }
        }
    }

    @Test(arguments: seeds.prefix(40))
    func `does what the model does within a bound that is never reached`(
        seed: UInt64
    ) async throws {
        let subject = StoreUnderTest { clock in
            try TransientStore(clock: clock, sweeps: false, bounds: .bytes(1 << 40))
        }
        try await StoreSimulation(seed: seed, steps: 300).run(on: subject) { store in
            guard let store = store as? TransientStore else { return }
            let broken = store.brokenInvariants()
            if !broken.isEmpty { throw Broken(invariants: broken) }
        }
    }
}
