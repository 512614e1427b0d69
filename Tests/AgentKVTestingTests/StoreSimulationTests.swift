import AgentKV
import AgentKVTesting
import Testing

@Suite("The simulation")
struct StoreSimulationTests {
    @Test(arguments: FuzzSeeds.usual(40))
    func `finds no difference between the model and a dictionary`(seed: UInt64) async throws {
        try await StoreSimulation(seed: seed).run(on: .dictionary)
    }

    @Test func `does the same for the same seed`() async throws {
        let first = try await failure(seed: 5)
        let second = try await failure(seed: 5)
        #expect(first.lastSteps == second.lastSteps)
        #expect(first.step == second.step)
        let other = try await failure(seed: 6)
        #expect(first.lastSteps != other.lastSteps)
    }

    @Test func `tells seed, step and the last steps when it fails`() async throws {
        let failure = try await failure(seed: 5)
        #expect(failure.seed == 5)
        #expect(failure.step == 20)
        #expect(failure.lastSteps.count == 12)
        #expect("\(failure)".contains("AGENTKV_SEED=5"))
        #expect("\(failure)".unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" })
    }

    private struct Stop: Error {}

    /// The failure of a simulation that is stopped after its 20th step.
    private func failure(seed: UInt64) async throws -> StoreSimulationFailure {
        var steps = 0
        do {
            try await StoreSimulation(seed: seed).run(on: .dictionary) { _ in
                steps += 1
                if steps == 20 { throw Stop() }
            }
        } catch let failure as StoreSimulationFailure {
            return failure
        }
        throw Stop()
    }
}
