import AgentKV

extension SimulatedStep {
    /// Takes the step on a store.
    ///
    /// - Throws: Only what no store may throw.
    func perform(on store: any KeyValueStore, _ time: TrialTime) async throws -> SimulatedOutcome {
        do {
            switch self {
            case .call(let call):
                return try await call.perform(on: store)
            case .mget(let keys):
                return .returned(try await store.mget(keys))
            case .getMany(let keys):
                let found = try await store.getMany(keys, as: JSONValue.self)
                return .returned(keys.map { found[$0] })
            case .mset(let values, let ttl):
                try await store.backend.performSet(
                    values.map { ($0.key, $0.value.stored) },
                    ttl: ttl
                )
                return .done
            case .purge(let limit):
                return .number(try await store.purgeExpired(limit: limit))
            case .transaction(let calls, let catches, let fails):
                let outcomes = try await store.transaction { tx in
                    let outcomes = try calls.map { try $0.outcome(in: &tx, catches: catches) }
                    if fails { throw SimulatedHalt(outcomes: outcomes) }
                    return outcomes
                }
                return .transaction(outcomes)
            case .load(let key, let value, let ttl, let meanwhile):
                let outcomes = Lock<[SimulatedOutcome]>([])
                let found = try await store.value(for: key, ttl: ttl) {
                    for step in meanwhile {
                        let outcome = try await step.perform(on: store, time)
                        outcomes.withLock { $0.append(outcome) }
                    }
                    return value
                }
                return .transaction([.returned([found])] + outcomes.withLock { $0 })
            case .passTime(let duration):
                time.pass(duration)
                return .done
            }
        } catch let error as StoreError {
            return .refused(error)
        } catch let halt as SimulatedHalt {
            return .halted(halt.outcomes)
        }
    }
}

extension SimulatedCall {
    fileprivate func outcome(
        in tx: inout StoreTransaction,
        catches: Bool
    ) throws -> SimulatedOutcome {
        do {
            return try perform(in: &tx)
        } catch let error as StoreError where catches {
            return .refused(error)
        } catch let halt as SimulatedHalt where catches {
            return .halted(halt.outcomes)
        }
    }
}
