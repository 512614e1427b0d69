import AgentKV
import AgentKVTesting
import Foundation
import Testing

@Suite("TransientStore and the simulation")
struct TransientSimulationTests {
    /// Fixed seeds, and a fresh one with each run; or the one in the environment.
    static let seeds: [UInt64] = {
        let replayed = ProcessInfo.processInfo.environment["AGENTKV_SEED"].flatMap { UInt64($0) }
        return replayed.map { [$0] } ?? Array(1...200) + [.random(in: 0 ... .max)]
    }()

    @Test(arguments: seeds)
    func `does what the model does`(seed: UInt64) async throws {
        try await StoreSimulation(seed: seed, steps: 300).run(
            on: StoreUnderTest { clock in TransientStore(clock: clock) }
        )
    }
}
