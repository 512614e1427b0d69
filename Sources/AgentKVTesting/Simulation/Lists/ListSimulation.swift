package import AgentKV

/// Random calls of lists, with items made to be awkward, held against plain arrays.
package struct ListSimulation {
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
        try await subject.withStore { store, _ in
            var calls = HostileItems(seed: seed)
            var model = ModelLists(limits: store.limits)
            var log: [String] = []
            for step in 0..<steps {
                let taken = (0..<calls.count(1...3)).map { _ in calls.call() }
                log.append(taken.map { "\($0)" }.joined(separator: " + "))
                do {
                    if taken.count == 1 {
                        try await compare(taken[0], store, &model)
                    } else {
                        try await compare(taken, fails: calls.isOneIn(3), store, &model)
                    }
                    try await compare(store, model)
                    try await check(store)
                } catch {
                    throw StoreSimulationFailure(
                        of: Self.self,
                        seed: seed,
                        step: step + 1,
                        log: log,
                        error
                    )
                }
            }
        }
    }

    /// One call of the store.
    private func compare(
        _ call: ListCall,
        _ store: any KeyValueStore,
        _ model: inout ModelLists
    ) async throws {
        let expected = model.perform(call)
        let found = await ListOutcome.of { try await call.perform(on: store) }
        guard found == expected else {
            throw Difference("expected \(expected), found \(found)")
        }
    }

    /// Several calls in one transaction, which ends with an error if it `fails`.
    private func compare(
        _ calls: [ListCall],
        fails: Bool,
        _ store: any KeyValueStore,
        _ model: inout ModelLists
    ) async throws {
        var changed = model
        let expected = calls.map { changed.perform($0) }
        var found: [ListOutcome] = []
        do {
            found = try await store.transaction { tx in
                var outcomes: [ListOutcome] = []
                for call in calls {
                    do {
                        outcomes.append(.returned(try call.perform(in: &tx)))
                    } catch {
                        outcomes.append(ListOutcome(error))
                    }
                }
                if fails { throw Stop(outcomes: outcomes) }
                return outcomes
            }
            model = changed
        } catch let stop as Stop {
            found = stop.outcomes
        }
        guard found == expected else {
            throw Difference("expected \(expected), found \(found)")
        }
    }

    /// All that is in the store.
    private func compare(_ store: any KeyValueStore, _ model: ModelLists) async throws {
        for key in HostileItems.keys {
            let found = try await store.get(key)
            guard found?.spelt == model.values[key]?.spelt else {
                let expected = model.values[key].map(String.init(describing:)) ?? "nothing"
                throw Difference("at \(key): expected \(expected), found \(found as Any)")
            }
        }
    }

    private struct Stop: Error {
        let outcomes: [ListOutcome]
    }
}
