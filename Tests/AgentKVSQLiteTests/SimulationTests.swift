import AgentKVTesting
import Testing

@Suite struct SimulationTests {
    @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
    func `random operations have the outcome of a plain model`(_ seed: UInt64) async throws {
        try await StoreSimulation(seed: seed).run(on: .sqliteInMemory)
    }

    @Test(arguments: [4, 7] as [UInt64])
    func `and so they have in a file`(_ seed: UInt64) async throws {
        try await StoreSimulation(seed: seed).run(on: .sqliteFile)
    }
}
