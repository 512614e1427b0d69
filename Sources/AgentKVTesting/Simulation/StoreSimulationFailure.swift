/// A step at which a store did what the model did not, and how to see it again.
public struct StoreSimulationFailure: Error, Sendable {
    /// The seed of the simulation.
    public let seed: UInt64
    /// The number of the step, from 1.
    public let step: Int
    /// What was expected and what was found.
    public let reason: String
    /// The last steps in their order, the failing one last, with what is not ASCII escaped.
    public let lastSteps: [String]
    /// The name of the simulation's type.
    private let simulation: String

    init<Simulation>(
        of simulation: Simulation.Type,
        seed: UInt64,
        step: Int,
        log: [some Any],
        _ error: any Error
    ) {
        self.seed = seed
        self.step = step
        reason = Self.escaped("\(error)")
        lastSteps = log.suffix(12).map { Self.escaped("\($0)") }
        self.simulation = "\(simulation)"
    }

    /// Texts made to be awkward are long at times: their beginning is told.
    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("AgentKVTesting.SimulatedCall.", with: "").unicodeScalars
        let told = plain.prefix(2_000).map { scalar in
            scalar.isASCII ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return told.joined() + (told.count < plain.count ? "…" : "")
    }
}

extension StoreSimulationFailure: CustomStringConvertible {
    /// Seed, step, reason, the last steps, and how to replay them.
    public var description: String {
        """
        simulation of seed \(seed) failed at step \(step):
        \(reason)
        last steps:
        \(lastSteps.map { "  \($0)" }.joined(separator: "\n"))
        replay: \(simulation)(seed: \(seed), steps: \(step)).run(on: …), or the tests with
        AGENTKV_SEED=\(seed)
        """
    }
}
