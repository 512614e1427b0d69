import AgentKV

extension ModelStore {
    /// Does what a step does, apart from purging: what that frees only the store knows.
    mutating func perform(_ step: SimulatedStep) -> SimulatedOutcome {
        do {
            switch step {
            case .call(let call):
                return try perform(call)
            case .mget(let keys):
                for key in keys { try check(key) }
                return .returned(keys.map { find($0)?.value })
            case .getMany(let keys):
                return try getMany(keys)
            case .mset(let values, let ttl):
                for (key, _) in values { try check(key) }
                for (key, _) in values { try check(ttl, of: key) }
                for (key, value) in values { put(key, value.json, deadline: deadline(ttl)) }
                return .done
            case .transaction(let calls, let catches, let fails):
                return transaction(calls, catches: catches, fails: fails)
            case .load(let key, let value, let ttl, let meanwhile):
                return try load(key, value, ttl, meanwhile)
            case .passTime(let duration):
                now += duration
                return .done
            case .purge(let limit):
                try check(limit: limit)
                return .done
            }
        } catch let error as StoreError {
            return .refused(error)
        } catch {
            return .halted([])
        }
    }

    private mutating func load(
        _ key: String,
        _ value: JSONValue,
        _ ttl: Duration?,
        _ meanwhile: [SimulatedStep]
    ) throws -> SimulatedOutcome {
        try check(ttl, of: key)
        try check(key)
        var outcomes: [SimulatedOutcome] = []
        let found = load(key, value, ttl) { model in
            outcomes = meanwhile.map { model.perform($0) }
        }
        return .transaction([.returned([found])] + outcomes)
    }

    private func getMany(_ keys: [String]) throws -> SimulatedOutcome {
        for (place, key) in keys.enumerated() {
            // Swift's own `==`, which is the dictionary's.
            if keys[..<place].contains(where: { $0 == key && !$0.isSameKey(as: key) }) {
                throw StoreError.ambiguousKeys(key: key, reason: "another is the same to Swift")
            }
        }
        for key in keys { try check(key) }
        return .returned(keys.map { find($0)?.value })
    }

    private mutating func transaction(
        _ calls: [SimulatedCall],
        catches: Bool,
        fails: Bool
    ) -> SimulatedOutcome {
        let before = self
        var outcomes: [SimulatedOutcome] = []
        for call in calls {
            let outcome = perform(.call(call))
            outcomes.append(outcome)
            if case .returned = outcome { continue }
            if catches { continue }
            self = before
            return outcome
        }
        if !fails { return .transaction(outcomes) }
        self = before
        return .halted(outcomes)
    }
}
