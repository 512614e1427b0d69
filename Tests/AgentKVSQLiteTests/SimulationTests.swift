import AgentKVTesting
import Testing

@Suite struct SimulationTests {
    @Test(arguments: FuzzSeeds.usual(8))
    func `random operations have the outcome of a plain model`(_ seed: UInt64) async throws {
        try await StoreSimulation(seed: seed).run(on: .sqliteInMemory)
    }

    @Test(arguments: FuzzSeeds.usual(2))
    func `and so they have in a file`(_ seed: UInt64) async throws {
        try await StoreSimulation(seed: seed).run(on: .sqliteFile)
    }
}
