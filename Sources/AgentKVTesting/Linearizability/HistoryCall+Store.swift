internal import AgentKV

extension HistoryCall {
    /// Makes the call on a store.
    ///
    /// - Throws: What the contract does not say.
    func perform(on store: any KeyValueStore) async throws -> HistoryOutcome {
        do {
            return try await outcome(on: store)
        } catch StoreError.typeMismatch, StoreError.notAList {
            return .refused
        }
    }

    private func outcome(on store: any KeyValueStore) async throws -> HistoryOutcome {
        switch self {
        case .get(let key):
            return .values([try await store.get(key)])
        case .mget(let keys):
            return .values(try await store.mget(keys))
        case .entry(let key):
            guard let entry = try await store.entry(key, as: JSONValue.self) else { return .absent }
            return .entry(entry.value, entry.revision, lifetime: entry.remainingLifetime)
        case .set(let key, let value, let ttl):
            try await store.set(key, to: value, ttl: ttl)
            return .done
        case .mset(let first, let second, let value):
            try await store.mset([first: value, second: value])
            return .done
        case .setIfAbsent(let key, let value):
            return .flag(try await store.setIfAbsent(key, to: value))
        case .compareAndSet(let key, let value, let expected):
            return .written(try await store.compareAndSet(key, to: value, expecting: expected))
        case .delete(let key):
            return .flag(try await store.delete(key))
        case .increment(let key, let amount):
            return .number(try await store.increment(key, by: amount))
        case .appendUnique(let key, let items):
            return .values(try await store.listAppendUnique(key, items: items))
        case .popAll(let key):
            return .values(try await store.listPopAll(key))
        case .expire(let key, let ttl):
            return .flag(try await store.expire(key, ttl: ttl))
        case .persist(let key):
            return .flag(try await store.persist(key))
        case .load(let key, let value):
            return .values([try await store.value(for: key) { value }])
        case .beginLoad, .endLoad, .inbox:
            return .done
        case .exchange(let first, let second):
            return .values(try await Self.exchange(first, second, in: store))
        }
    }

    private static func exchange(
        _ first: String,
        _ second: String,
        in store: any KeyValueStore
    ) async throws -> [JSONValue?] {
        try await store.transaction { tx in
            let values = [try tx.get(first), try tx.get(second)]
            for (key, value) in zip([second, first], values) {
                if let value { try tx.set(key, to: value) } else { try tx.delete(key) }
            }
            return values
        }
    }
}
