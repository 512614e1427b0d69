import AgentKVTesting
import Testing

@Suite("Inboxes and the protocol's defaults")
struct InboxSimulationTests {
    @Test(arguments: FuzzSeeds.fixed(8))
    func `do what the model does`(seed: UInt64) async throws {
        try await InboxSimulation(seed: seed, steps: 200).run(on: .dictionary)
    }
}
