import AgentKV

/// Each call as the contract words it.
extension ModelStore {
    mutating func perform(_ call: SimulatedCall) throws -> SimulatedOutcome {
        switch call {
        case .get(let key):
            try check(key)
            return .returned([find(key)?.value])
        case .read(let key, let type):
            try check(key)
            return .returned([try find(key).map { try read($0.value, as: type.type, key) }])
        case .exists(let key):
            return .flag(find(key) != nil)
        case .set(let key, let value, let ttl):
            try check(key)
            try check(ttl, of: key)
            put(key, value.json, deadline: deadline(ttl))
            return .done
        case .setIfAbsent(let key, let value, let ttl):
            return try setIfAbsent(key, value.json, ttl)
        case .compareAndSet(let key, let value, let expecting, let ttl):
            return try compareAndSet(key, value.json, expecting, ttl)
        case .delete(let key):
            try check(key)
            return .flag(remove(key))
        case .deleteAll(let prefix):
            let keys = self.keys(prefix: prefix)
            for key in keys { _ = remove(key) }
            return .number(keys.count)
        case .expire(let key, let ttl):
            try check(key)
            try check(ttl, of: key)
            return .flag(setDeadline(key, deadline(ttl)))
        case .persist(let key):
            try check(key)
            return .flag(setDeadline(key, nil))
        case .increment(let key, let amount, let ttlIfNew):
            return try increment(key, amount, ttlIfNew)
        case .update(let key, let value, let fails):
            return try update(key, to: value, fails: fails)
        case .addOne(let key):
            try check(key)
            let number = try find(key).map { try integer($0.value, key) } ?? 0
            put(key, .integer(Int64(number &+ 1)), deadline: find(key)?.deadline)
            return .done
        case .listAppend, .listAppendUnique, .listPopAll, .listPopAllRecords:
            return try performOnList(call)
        case .keys(let prefix, let after, let limit):
            try check(limit: limit)
            return .keys(Array(keys(prefix: prefix, after: after).prefix(limit)))
        case .count(let prefix):
            return .number(keys(prefix: prefix).count)
        }
    }

    private mutating func setIfAbsent(
        _ key: String,
        _ value: JSONValue,
        _ ttl: Duration?
    ) throws -> SimulatedOutcome {
        try check(key)
        try check(ttl, of: key)
        if find(key) != nil { return .flag(false) }
        put(key, value, deadline: deadline(ttl))
        return .flag(true)
    }

    private mutating func compareAndSet(
        _ key: String,
        _ value: JSONValue,
        _ expecting: SimulatedCall.Expectation,
        _ ttl: Duration?
    ) throws -> SimulatedOutcome {
        try check(key)
        try check(ttl, of: key)
        let isExpected =
            switch expecting {
            case .nothing: find(key) == nil
            case .present: true
            case .past: false
            }
        if isExpected { put(key, value, deadline: deadline(ttl)) }
        return .flag(isExpected)
    }

    private mutating func increment(
        _ key: String,
        _ amount: Int,
        _ ttlIfNew: Duration?
    ) throws -> SimulatedOutcome {
        try check(key)
        try check(ttlIfNew, of: key)
        guard let item = find(key) else {
            put(key, .integer(Int64(amount)), deadline: deadline(ttlIfNew))
            return .number(amount)
        }
        let (sum, overflow) = try integer(item.value, key).addingReportingOverflow(amount)
        if overflow { throw StoreError.overflow(key: key, reason: "too large") }
        put(key, .integer(Int64(sum)), deadline: item.deadline)
        return .number(sum)
    }

    private mutating func update(
        _ key: String,
        to value: JSONValue?,
        fails: Bool
    ) throws -> SimulatedOutcome {
        try check(key)
        let before = find(key)
        if fails { throw SimulatedHalt() }
        if let value {
            put(key, value, deadline: before?.deadline)
        } else {
            _ = remove(key)
        }
        return .returned([before?.value])
    }

    private func keys(prefix: String, after: String? = nil) -> [String] {
        live.map(\.key).filter { key in
            guard key.utf8.starts(with: prefix.utf8) else { return false }
            return after.map { $0.utf8.lexicographicallyPrecedes(key.utf8) } ?? true
        }
    }

    private func integer(_ value: JSONValue, _ key: String) throws -> Int {
        guard let integer = try? value.decoded(as: Int.self) else { throw mismatch(key) }
        return integer
    }
}
