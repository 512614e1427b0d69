import AgentKV

extension ModelStore {
    mutating func performOnList(_ call: SimulatedCall) throws -> SimulatedOutcome {
        switch call {
        case .listAppend(let key, let added, let ttl):
            try check(key)
            try check(ttl, of: key)
            return .number(try append(added, to: key, ttl).count)
        case .listAppendUnique(let key, let added, let idKey, let ttl):
            try check(key)
            try check(ttl, of: key)
            for (index, item) in added.enumerated() where id(of: item, idKey) == nil {
                throw StoreError.invalidItem(key: key, index: index, reason: "it has no id")
            }
            var ids = try list(at: key).map { id(of: $0, idKey) }
            var new: [JSONValue] = []
            for item in added where !ids.contains(id(of: item, idKey)) {
                new.append(item)
                ids.append(id(of: item, idKey))
            }
            return .returned(try append(new, to: key, ttl))
        case .listPopAll(let key):
            try check(key)
            if find(key) == nil { ask(for: key) }
            guard case .array(let items) = find(key)?.value else { return .returned([]) }
            _ = remove(key)
            return .returned(items)
        case .listPopAllRecords(let key):
            try check(key)
            if find(key) == nil { ask(for: key) }
            guard case .array(let items) = find(key)?.value else { return .returned([]) }
            let records = try items.map { try read($0, as: SimulatedRecord.self, key) }
            _ = remove(key)
            return .returned(records)
        default:
            return .done
        }
    }

    private mutating func append(
        _ added: [JSONValue],
        to key: String,
        _ ttl: Duration?
    ) throws -> [JSONValue] {
        let all = try list(at: key) + added
        let lifetime = ttl == nil ? find(key)?.deadline : deadline(ttl)
        if !added.isEmpty {
            put(key, .array(all), deadline: lifetime)
        } else {
            _ = setDeadline(key, lifetime)
        }
        return all
    }

    private func list(at key: String) throws -> [JSONValue] {
        guard let item = find(key) else { return [] }
        guard case .array(let items) = item.value else {
            throw StoreError.notAList(key: key, reason: "another value")
        }
        return items
    }

    private func id(of item: JSONValue, _ idKey: String) -> JSONValue? {
        guard let id = item[idKey], id != .null else { return nil }
        return id
    }

    /// What is left of a value when it is read as a type: the JSON of that.
    func read(
        _ value: JSONValue,
        as type: any (Codable & Sendable).Type,
        _ key: String
    ) throws -> JSONValue {
        guard let typed = try? value.decoded(as: type) else { throw mismatch(key) }
        return try JSONValue(encoding: typed)
    }

    func mismatch(_ key: String) -> StoreError {
        .typeMismatch(key: key, reason: "the value does not fit")
    }
}
