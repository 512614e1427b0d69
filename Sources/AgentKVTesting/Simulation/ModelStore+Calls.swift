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
            ask(for: prefix, isPrefix: true)
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

    private func keys(prefix: String, after: String? = nil) -> [String] {
        live.map(\.key).filter { key in
            guard key.utf8.starts(with: prefix.utf8) else { return false }
            return after.map { $0.utf8.lexicographicallyPrecedes(key.utf8) } ?? true
        }
    }
}
