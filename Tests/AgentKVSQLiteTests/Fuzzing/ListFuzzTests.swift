import AgentKVTesting
import Testing

@Suite("Lists in a database and plain arrays")
struct ListFuzzTests {
    @Test func `do the same, whatever the items`() async throws {
        for seed in FuzzSeeds.usual(6) {
            try await ListSimulation(seed: seed, steps: 80).run(on: .sqliteInMemory)
        }
    }

    @Test func `do the same in memory over a database`() async throws {
        for seed in FuzzSeeds.usual(6) {
            try await ListSimulation(seed: seed, steps: 80).run(on: .persistedInSQLite)
        }
    }
}
