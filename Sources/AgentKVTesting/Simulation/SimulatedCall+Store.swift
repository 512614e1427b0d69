import AgentKV

extension SimulatedCall {
    /// Makes the call on a store.
    func perform(on store: any KeyValueStore) async throws -> SimulatedOutcome {
        switch self {
        case .get(let key): .returned([try await store.get(key)])
        case .read(let key, let type): .returned([try await json(store, key, type.type)])
        case .exists(let key): .flag(try await store.exists(key))
        case .set(let key, let value, let ttl):
            try await done { try await store.set(key, to: value.raw, ttl: ttl) }
        case .setIfAbsent(let key, let value, let ttl):
            .flag(try await store.setIfAbsent(key, to: value.raw, ttl: ttl))
        case .compareAndSet(let key, let value, let expecting, let ttl):
            .flag(
                try await store.compareAndSet(
                    key,
                    to: value.raw,
                    expecting: expecting.revision(
                        present: try await store.entry(key, as: JSONValue.self)?.revision
                    ),
                    ttl: ttl
                ) != nil
            )
        case .delete(let key): .flag(try await store.delete(key))
        case .deleteAll(let prefix): .number(try await store.deleteAll(prefix: prefix))
        case .expire(let key, let ttl): .flag(try await store.expire(key, ttl: ttl))
        case .persist(let key): .flag(try await store.persist(key))
        case .increment(let key, let amount, let ttl):
            .number(try await store.increment(key, by: amount, ttlIfNew: ttl))
        case .update(let key, let new, let fails):
            .returned([
                try await store.update(key, as: JSONValue.self) { value in
                    defer { value = new }
                    if fails { throw SimulatedHalt() }
                    return value
                }
            ])
        case .addOne(let key):
            try await done {
                try await store.update(key, as: Int.self) { $0 = ($0 ?? 0) &+ 1 }
            }
        case .listAppend(let key, let items, let ttl):
            .number(try await store.listAppend(key, items: items, ttl: ttl))
        case .listAppendUnique(let key, let items, let idKey, let ttl):
            .returned(try await store.listAppendUnique(key, items: items, idKey: idKey, ttl: ttl))
        case .listPopAll(let key): .returned(try await store.listPopAll(key))
        case .listPopAllRecords(let key):
            .returned(
                try await store.listPopAll(key, as: SimulatedRecord.self)
                    .map { try JSONValue(encoding: $0) }
            )
        case .keys(let prefix, let after, let limit):
            .keys(try await store.keys(prefix: prefix, after: after, limit: limit))
        case .count(let prefix): .number(try await store.count(prefix: prefix))
        }
    }

    private func done(_ body: () async throws -> Void) async throws -> SimulatedOutcome {
        try await body()
        return .done
    }

    private func json<V: Codable & Sendable>(
        _ store: any KeyValueStore,
        _ key: String,
        _ type: V.Type
    ) async throws -> JSONValue? {
        try await store.get(key, as: type).map { try JSONValue(encoding: $0) }
    }
}

extension SimulatedCall.Expectation {
    /// The revision that is meant where `present` is that of the entry.
    func revision(present: Revision?) -> Revision? {
        switch self {
        case .nothing: nil
        case .present: present
        case .past: Revision(rawValue: (present?.rawValue ?? 1) - 1)
        }
    }
}
