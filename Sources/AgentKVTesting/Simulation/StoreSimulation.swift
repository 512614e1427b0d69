public import AgentKV

/// Random operations on a store, compared with a model that is obviously right.
///
/// ```swift
/// try await StoreSimulation(seed: 42, steps: 300).run(on: subject)
/// ```
///
/// After each step the results have to be the same, and so has everything that can be seen: keys,
/// values, remaining lifetimes; revisions have to grow with every write. The seed decides all of
/// it: a failure tells the seed, and a simulation of that seed fails in the same way.
public struct StoreSimulation: Sendable {
    /// What decides the steps.
    public let seed: UInt64
    /// How many steps are taken.
    public let steps: Int

    /// Creates the simulation of a seed.
    public init(seed: UInt64, steps: Int = 300) {
        self.seed = seed
        self.steps = steps
    }

    /// Runs the simulation on a new store.
    ///
    /// - Parameters:
    ///   - subject: How to make the store.
    ///   - afterEachStep: Looks at the store after each step, and throws if something is wrong.
    /// - Throws: ``StoreSimulationFailure`` where the store does what the model does not.
    public func run(
        on subject: StoreUnderTest,
        afterEachStep: (any KeyValueStore) async throws -> Void = { _ in }
    ) async throws {
        try await subject.withStore { store, time in
            var choices = SimulatedChoices(
                random: SplitMix64(seed: seed),
                resolution: subject.resolution
            )
            var run = SimulationRun(
                store: store,
                time: time,
                listsEachStep: choices.random.oneIn(2)
            )
            for step in 0..<steps {
                let next = choices.step()
                run.log.append(next)
                do {
                    try await run.take(next)
                    try await afterEachStep(store)
                } catch {
                    throw StoreSimulationFailure(
                        of: Self.self,
                        seed: seed,
                        step: step + 1,
                        log: run.log,
                        error
                    )
                }
            }
        }
    }
}
