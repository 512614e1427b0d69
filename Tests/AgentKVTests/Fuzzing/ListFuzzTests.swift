import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Lists and plain arrays")
struct ListFuzzTests {
    private struct Broken: Error {
        let invariants: [String]
    }

    @Test func `do the same, whatever the items`() async throws {
        for seed in FuzzSeeds.usual(15) {
            try await ListSimulation(seed: seed, steps: 120).run(
                on: StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) }
            ) { store in
                let broken = (store as? TransientStore)?.brokenInvariants() ?? []
                if !broken.isEmpty { throw Broken(invariants: broken) }
            }
        }
    }
}
