import AgentKV

extension SimulatedCall {
    /// Makes the call in a transaction.
    func perform(in tx: inout StoreTransaction) throws -> SimulatedOutcome {
        switch self {
        case .get(let key): return .returned([try tx.get(key)])
        case .read(let key, let type): return .returned([try json(&tx, key, type.type)])
        case .exists(let key): return .flag(try tx.exists(key))
        case .set(let key, let value, let ttl):
            try tx.set(key, to: value.raw, ttl: ttl)
            return .done
        case .setIfAbsent(let key, let value, let ttl):
            return .flag(try tx.setIfAbsent(key, to: value.raw, ttl: ttl))
        case .compareAndSet(let key, let value, let expecting, let ttl):
            let present = try tx.entry(key, as: JSONValue.self)?.revision
            let expected = expecting.revision(present: present)
            let written = try tx.compareAndSet(key, to: value.raw, expecting: expected, ttl: ttl)
            return .flag(written != nil)
        case .delete(let key): return .flag(try tx.delete(key))
        case .deleteAll(let prefix): return .number(try tx.deleteAll(prefix: prefix))
        case .expire(let key, let ttl): return .flag(try tx.expire(key, ttl: ttl))
        case .persist(let key): return .flag(try tx.persist(key))
        case .increment(let key, let amount, let ttl):
            return .number(try tx.increment(key, by: amount, ttlIfNew: ttl))
        case .update(let key, let new, let fails):
            let before = try tx.update(key, as: JSONValue.self) { value in
                defer { value = new }
                if fails { throw SimulatedHalt() }
                return value
            }
            return .returned([before])
        case .addOne(let key):
            try tx.update(key, as: Int.self) { $0 = ($0 ?? 0) &+ 1 }
            return .done
        case .listAppend(let key, let items, let ttl):
            return .number(try tx.listAppend(key, items: items, ttl: ttl))
        case .listAppendUnique(let key, let items, let idKey, let ttl):
            return .returned(try tx.listAppendUnique(key, items: items, idKey: idKey, ttl: ttl))
        case .listPopAll(let key): return .returned(try tx.listPopAll(key))
        case .listPopAllRecords(let key):
            let records = try tx.listPopAll(key, as: SimulatedRecord.self)
            return .returned(try records.map { try JSONValue(encoding: $0) })
        case .keys(let prefix, let after, let limit):
            return .keys(try tx.keys(prefix: prefix, after: after, limit: limit))
        case .count(let prefix): return .number(try tx.count(prefix: prefix))
        }
    }

    private func json<V: Codable & Sendable>(
        _ tx: inout StoreTransaction,
        _ key: String,
        _ type: V.Type
    ) throws -> JSONValue? {
        try tx.get(key, as: type).map { try JSONValue(encoding: $0) }
    }
}
