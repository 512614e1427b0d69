import AgentKV

/// The calls that look before they write.
extension ModelStore {
    mutating func setIfAbsent(
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

    mutating func compareAndSet(
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

    mutating func increment(
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

    mutating func update(
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

    func integer(_ value: JSONValue, _ key: String) throws -> Int {
        guard let integer = try? value.decoded(as: Int.self) else { throw mismatch(key) }
        return integer
    }
}
