package import AgentKV

/// Random calls of a few inboxes, plain calls for their keys between any two of them, and what befalls
/// a store, held against ``ModelInboxes``.
///
/// After each step the waiting messages, the dead letters and the lifetimes of their lists are what the
/// model has; each delivery tells the attempt and the id that it should, and is refused where nobody
/// holds its message any more. So each message is delivered, waiting, lent, dead or over, exactly one of
/// them, and none inherits anything from an equal one.
package struct InboxSimulation: Sendable {
    let seed: UInt64
    let steps: Int
    let parts: Set<Part>

    /// Describes a run; the same seed makes the same calls of the same parts.
    package init(seed: UInt64, steps: Int, parts: Set<Part> = Part.usual) {
        self.seed = seed
        self.steps = steps
        self.parts = parts
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
        try await run(check: check) { clock in
            SimulatedStore(
                try await subject.makeStore(clock),
                clock: clock,
                sweeps: subject.freesByItself,
                cleanUp: subject.cleanUp
            )
        }
    }

    /// Runs the calls on a new store that things can befall.
    ///
    /// - Parameters:
    ///   - check: Looks at the store after each step.
    ///   - make: Makes the store, in the time of the clock.
    /// - Throws: ``StoreSimulationFailure`` at the first difference.
    package func run(
        check: (any KeyValueStore) async throws -> Void = { _ in },
        on make: @Sendable (ManualClock) async throws -> SimulatedStore
    ) async throws {
        let subject = try await make(ManualClock())
        var run = InboxRun(seed: seed, subject: subject, parts: parts)
        do {
            for step in 1...max(steps, 1) {
                do {
                    try await run.step(isLast: step == steps)
                    try await check(run.store)
                } catch {
                    throw StoreSimulationFailure(
                        of: Self.self,
                        seed: seed,
                        step: step,
                        log: run.calls,
                        error
                    )
                }
            }
        } catch {
            try? await subject.cleanUp(run.store)
            throw error
        }
        try await subject.cleanUp(run.store)
    }
}
