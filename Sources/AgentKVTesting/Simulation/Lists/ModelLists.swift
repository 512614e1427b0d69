import AgentKV

/// What a store with lists should do, in the plainest way: a dictionary of values.
struct ModelLists {
    let limits: StoreLimits
    var values: [String: JSONValue] = [:]

    init(limits: StoreLimits) {
        self.limits = limits
    }

    mutating func perform(_ call: ListCall) -> ListOutcome {
        switch call {
        case .append(let key, let items):
            return append(items, to: key, idKey: nil).counted
        case .appendUnique(let key, let items, let idKey):
            return append(items, to: key, idKey: idKey)
        case .appendTyped(let key, let items, let isUnique):
            let outcome = append(items.map(\.json), to: key, idKey: isUnique ? "id" : nil)
            return isUnique ? outcome : outcome.counted
        case .pop(let key):
            guard case .array(let items)? = values[key] else { return .returned([]) }
            values[key] = nil
            return .returned(items)
        case .popTyped(let key):
            guard case .array(let items)? = values[key] else { return .returned([]) }
            var records: [JSONValue] = []
            for item in items {
                guard let record = try? item.decoded(as: SimulatedRecord.self) else {
                    return .typeMismatch(key)
                }
                records.append(record.json)
            }
            values[key] = nil
            return .returned(records)
        case .set(let key, let value):
            guard Self.isFit(value, depth: limits.valueDepth) else { return .invalidValue(key) }
            values[key] = value
            return .returned([])
        case .setTyped(let key, let items):
            values[key] = .array(items.map(\.json))
            return .returned([])
        case .delete(let key):
            values[key] = nil
            return .returned([])
        }
    }

    private mutating func append(
        _ items: [JSONValue],
        to key: String,
        idKey: String?
    ) -> ListOutcome {
        // An item lies one level below its list.
        for (index, item) in items.enumerated()
        where !Self.isFit(item, depth: limits.valueDepth - 1) {
            return .invalidItem(key, index)
        }
        if let idKey {
            for (index, item) in items.enumerated() where Self.id(of: item, idKey) == nil {
                return .invalidItem(key, index)
            }
        }
        var list: [JSONValue] = []
        if let present = values[key] {
            guard case .array(let items) = present else { return .notAList(key) }
            list = items
        }
        for item in items {
            if let idKey {
                let id = Self.id(of: item, idKey)
                if list.contains(where: { Self.id(of: $0, idKey) == id }) { continue }
            }
            list.append(item)
        }
        if !items.isEmpty { values[key] = .array(list) }
        return .returned(list)
    }

    private static func id(of item: JSONValue, _ idKey: String) -> JSONValue? {
        guard case .object(let members) = item, let id = members[idKey], id != .null else {
            return nil
        }
        return id
    }

    /// Whether JSON can hold a value within so many levels.
    private static func isFit(_ value: JSONValue, depth: Int) -> Bool {
        switch value {
        case .null, .bool, .integer, .string: true
        case .number(let number): number.isFinite
        case .array(let elements):
            depth > 0 && elements.allSatisfy { isFit($0, depth: depth - 1) }
        case .object(let object):
            depth > 0 && object.allSatisfy { isFit($0.value, depth: depth - 1) }
        }
    }
}
