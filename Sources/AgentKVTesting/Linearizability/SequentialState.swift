internal import AgentKV

/// What some keys hold, as the contract has it for one call after the other.
///
/// It is to be checked by reading. Revisions are known only where a call has told them: those of other
/// writes are bound by the first call that tells them.
struct SequentialState: Hashable {
    struct Item: Hashable {
        var value: JSONValue
        /// The revision of its write, once it is known.
        var revision: Revision?
        /// The greatest revision that was known when it was written: its own is greater.
        var floor: Revision
        var lifetime: Duration?
    }

    var items: [String: Item] = [:]
    /// What is being loaded and may still be set and joined: nobody has written the key since.
    var loading: [String: Set<JSONValue>] = [:]
    /// What may be at a key that is else absent, with the greatest revision that was known as it was set.
    var uncertain: [String: [JSONValue: Revision]] = [:]
    private var inboxes: [String: SequentialInbox] = [:]
    /// The greatest revision that is known.
    private(set) var latest = Revision(rawValue: 0)

    /// Makes a call on items that are certain; false if it cannot have had that outcome.
    mutating func takeCertain(_ call: HistoryCall, _ outcome: HistoryOutcome) -> Bool {
        switch call {
        case .get(let key):
            return outcome == .values([items[key]?.value])
        case .mget(let keys):
            return outcome == .values(keys.map { items[$0]?.value })
        case .entry(let key):
            return tell(key, outcome)
        case .set(let key, let value, let ttl):
            put(key, value, lifetime: ttl)
            return outcome == .done
        case .mset(let first, let second, let value):
            for key in [first, second] { put(key, value, lifetime: nil) }
            return outcome == .done
        case .setIfAbsent(let key, let value):
            let isAbsent = items[key] == nil
            if isAbsent { put(key, value, lifetime: nil) }
            return outcome == .flag(isAbsent)
        case .compareAndSet(let key, let value, let expected):
            return compareAndSet(key, value, expected, outcome)
        case .delete(let key):
            return outcome == .flag(remove(key))
        case .expire(let key, let ttl):
            items[key]?.lifetime = ttl
            return outcome == .flag(items[key] != nil)
        case .persist(let key):
            items[key]?.lifetime = nil
            return outcome == .flag(items[key] != nil)
        case .exchange(let first, let second):
            return exchange(first, second, outcome)
        case .load(let key, _):
            return explainsLoad(of: key, outcome)
        case .beginLoad, .endLoad:
            return false
        case .inbox(let key, let call):
            return inboxes[key, default: SequentialInbox()].take(call, outcome)
        case .increment, .appendUnique, .popAll:
            return change(call, outcome)
        }
    }

    mutating func put(_ key: String, _ value: JSONValue, lifetime: Duration?) {
        noteWrite(of: key)
        items[key] = Item(value: value, revision: nil, floor: latest, lifetime: lifetime)
    }

    private mutating func remove(_ key: String) -> Bool {
        noteWrite(of: key)
        return items.removeValue(forKey: key) != nil
    }

    /// What was loaded before is not set any more.
    private mutating func noteWrite(of key: String) {
        loading[key] = nil
        uncertain[key] = nil
    }

    /// Changes a value in place, which keeps its lifetime.
    private mutating func change(_ call: HistoryCall, _ outcome: HistoryOutcome) -> Bool {
        switch call {
        case .increment(let key, let amount):
            let item = items[key]
            guard case .integer(let number) = item?.value ?? .integer(0) else {
                return outcome == .refused
            }
            put(key, .integer(number + Int64(amount)), lifetime: item?.lifetime)
            return outcome == .number(Int(number) + amount)
        case .appendUnique(let key, let added):
            let item = items[key]
            guard case .array(let before) = item?.value ?? .array([]) else {
                return outcome == .refused
            }
            var list = before
            for item in added where !list.contains(where: { $0["id"] == item["id"] }) {
                list.append(item)
            }
            if list != before { put(key, .array(list), lifetime: item?.lifetime) }
            return outcome == .values(list)
        case .popAll(let key):
            guard let item = items[key] else {
                noteWrite(of: key)
                return outcome == .values([])
            }
            guard case .array(let list) = item.value else { return outcome == .values([]) }
            return remove(key) && outcome == .values(list)
        default:
            return false
        }
    }

    private mutating func exchange(
        _ first: String,
        _ second: String,
        _ outcome: HistoryOutcome
    ) -> Bool {
        let values = [items[first]?.value, items[second]?.value]
        for (key, value) in zip([second, first], values) {
            _ = remove(key)
            if let value { put(key, value, lifetime: nil) }
        }
        return outcome == .values(values)
    }
}

extension SequentialState {
    /// Takes note of what a call tells about an entry; false if that cannot be.
    private mutating func tell(_ key: String, _ outcome: HistoryOutcome) -> Bool {
        guard let item = items[key] else { return outcome == .absent }
        guard case .entry(item.value, let revision, lifetime: item.lifetime) = outcome else {
            return false
        }
        return bind(key, revision)
    }

    /// Binds the revision of an entry, unless it has another one.
    private mutating func bind(_ key: String, _ revision: Revision) -> Bool {
        guard let item = items[key] else { return false }
        if let known = item.revision { return known == revision }
        if revision <= item.floor { return false }
        items[key]?.revision = revision
        latest = max(latest, revision)
        return true
    }

    private mutating func compareAndSet(
        _ key: String,
        _ value: JSONValue,
        _ expected: Revision?,
        _ outcome: HistoryOutcome
    ) -> Bool {
        guard case .written(let written) = outcome else { return false }
        guard let written else {
            // That of an entry which is not known may be any other.
            if expected == nil { return items[key] != nil }
            return items[key].map { $0.revision == nil || $0.revision != expected } ?? true
        }
        if let expected {
            guard bind(key, expected) else { return false }
        } else if items[key] != nil {
            return false
        }
        put(key, value, lifetime: nil)
        return bind(key, written)
    }
}
