package import AgentKV

/// Random calls of an inbox, and of lists at its key, held against ``ModelInbox``.
package struct InboxSimulation {
    let seed: UInt64
    let steps: Int

    /// Describes a run; the same seed makes the same calls.
    package init(seed: UInt64, steps: Int) {
        self.seed = seed
        self.steps = steps
    }

    /// Runs the calls on a new store.
    ///
    /// - Parameters:
    ///   - subject: How to make the store.
    ///   - check: Looks at the store after each step.
    /// - Throws: ``StoreSimulationFailure`` at the first difference.
    package func run(
        on subject: StoreUnderTest,
        check: (any KeyValueStore) async throws -> Void = { _ in }
    ) async throws {
        try await subject.withStore { store, time in
            var run = InboxRun(seed: seed, store: store, time: time)
            for step in 0..<steps {
                do {
                    try await run.step()
                    try await run.compare()
                    try await check(store)
                } catch {
                    throw StoreSimulationFailure(
                        of: Self.self,
                        seed: seed,
                        step: step + 1,
                        log: run.calls,
                        error
                    )
                }
            }
        }
    }
}
