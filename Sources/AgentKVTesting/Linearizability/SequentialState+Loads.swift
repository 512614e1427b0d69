internal import AgentKV

/// Loads: a value that is being loaded is set at the end of the load, unless the key was written since
/// its beginning; until then whoever finds the key absent may get it.
///
/// A store may take a write that came just before the beginning for one that came after it, and not
/// set the value. So at the end of a load nobody knows whether the value is there until a call shows it.
extension SequentialState {
    /// Makes a call; false if it cannot have had that outcome.
    mutating func take(_ call: HistoryCall, _ outcome: HistoryOutcome) -> Bool {
        switch call {
        case .beginLoad(let key, let value):
            loading[key, default: []].insert(value)
            return true
        case .endLoad(let key, let value):
            if loading[key]?.remove(value) != nil, items[key] == nil {
                uncertain[key, default: [:]][value] = latest
            }
            return true
        default:
            guard let key = call.keys.first(where: { uncertain[$0] != nil }) else {
                return takeCertain(call, outcome)
            }
            return take(call, outcome, deciding: key)
        }
    }

    /// Whether a caller who began no load can have got the outcome.
    func explainsLoad(of key: String, _ outcome: HistoryOutcome) -> Bool {
        guard case .values(let values) = outcome, let value = values.first ?? nil else {
            return false
        }
        return items[key]?.value == value || loading[key]?.contains(value) == true
    }

    /// Makes a call, and decides by its outcome what is at a key.
    private mutating func take(
        _ call: HistoryCall,
        _ outcome: HistoryOutcome,
        deciding key: String
    ) -> Bool {
        var absent = self
        absent.uncertain[key] = nil
        var states = [absent]
        for (value, floor) in uncertain[key] ?? [:] {
            var present = self
            present.put(key, value, lifetime: nil)
            present.items[key]?.floor = floor
            states.append(present)
        }
        let possible = states.compactMap { state in
            var state = state
            return state.take(call, outcome) ? state : nil
        }
        guard let first = possible.first else { return false }
        // Otherwise the call has shown nothing, and changed nothing.
        if possible.allSatisfy({ $0 == first }) { self = first }
        return true
    }
}
