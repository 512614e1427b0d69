import AgentKV

extension InboxEdit {
    /// Makes the call on a store, with messages in their type or as JSON.
    func perform(on store: any KeyValueStore, asJSON: Bool) async throws -> Outcome {
        switch self {
        case .append(let key, let contents, let ttl):
            if asJSON {
                try await store.listAppend(key, items: contents.json, ttl: ttl)
            } else {
                try await store.listAppend(key, items: contents.messages, ttl: ttl)
            }
            return .done
        case .appendUnique(let key, let contents, let ttl):
            return try await .init(
                asJSON
                    ? store.listAppendUnique(key, items: contents.json, ttl: ttl)
                    : store.listAppendUnique(key, items: contents.messages, ttl: ttl)
            )
        case .pop(let key):
            if asJSON { return try await .init(store.listPopAll(key)) }
            let messages = try await store.listPopAll(key, as: SimulatedMessage.self)
            return .contents(messages.map(\.id))
        case .get(let key):
            let found = try await store.get(key, as: [SimulatedMessage].self)
            return .contents(found?.map(\.id))
        case .set(let key, let contents, let ttl):
            if asJSON {
                try await store.set(key, to: .array(contents.json), ttl: ttl)
            } else {
                try await store.set(key, to: contents.messages, ttl: ttl)
            }
            return .done
        case .update(let key, let contents):
            if asJSON {
                let before = try await store.update(key, as: [JSONValue].self) { list in
                    defer { list = contents.isEmpty ? nil : contents.json }
                    return list
                }
                return try .init(before)
            }
            let before = try await store.update(key, as: [SimulatedMessage].self) { list in
                defer { list = contents.isEmpty ? nil : contents.messages }
                return list
            }
            return .contents(before?.map(\.id))
        case .delete(let key): return .flag(try await store.delete(key))
        case .deleteAll(let prefix): return .count(try await store.deleteAll(prefix: prefix))
        case .expire(let key, let ttl): return .flag(try await store.expire(key, ttl: ttl))
        case .persist(let key): return .flag(try await store.persist(key))
        }
    }

    /// Makes the call in a transaction.
    func perform(in tx: inout StoreTransaction) throws -> Outcome {
        switch self {
        case .append(let key, let contents, let ttl):
            try tx.listAppend(key, items: contents.json, ttl: ttl)
            return .done
        case .appendUnique(let key, let contents, let ttl):
            return try .init(tx.listAppendUnique(key, items: contents.json, ttl: ttl))
        case .pop(let key): return try .init(tx.listPopAll(key))
        case .get(let key):
            return .contents(try tx.get(key, as: [SimulatedMessage].self)?.map(\.id))
        case .set(let key, let contents, let ttl):
            try tx.set(key, to: contents.messages, ttl: ttl)
            return .done
        case .update(let key, let contents):
            let before = try tx.update(key, as: [SimulatedMessage].self) { list in
                defer { list = contents.isEmpty ? nil : contents.messages }
                return list
            }
            return .contents(before?.map(\.id))
        case .delete(let key): return .flag(try tx.delete(key))
        case .deleteAll(let prefix): return .count(try tx.deleteAll(prefix: prefix))
        case .expire(let key, let ttl): return .flag(try tx.expire(key, ttl: ttl))
        case .persist(let key): return .flag(try tx.persist(key))
        }
    }
}

extension InboxEdit.Outcome {
    fileprivate init(_ items: [JSONValue]?) throws {
        self = .contents(try items?.map { try $0.decoded(as: SimulatedMessage.self).id })
    }
}

extension [Int] {
    fileprivate var messages: [SimulatedMessage] { map(SimulatedMessage.init(id:)) }
    fileprivate var json: [JSONValue] { map { ["id": .integer(Int64($0))] } }
}
