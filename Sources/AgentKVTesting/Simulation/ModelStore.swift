import AgentKV

/// A store that is obviously right: an array that is looked through from end to end.
///
/// A simulation compares stores with it. There is nothing clever in it and nothing fast; it is to
/// be checked by reading.
struct ModelStore {
    struct Item {
        let key: String
        var value: JSONValue
        /// The number of the write; a later write has a greater one.
        var write: Int
        /// From when on the item is dead.
        var deadline: Duration?
    }

    /// The items in no order, dead ones that may not have been freed among them.
    private(set) var items: [Item] = []
    var now = Duration.zero
    /// What was asked to change since a load began.
    private(set) var asked: [(text: String, isPrefix: Bool)] = []
    private var writes = 0
    private let resolution: Duration
    private let limits: StoreLimits

    init(resolution: Duration, limits: StoreLimits) {
        self.resolution = resolution
        self.limits = limits
    }

    /// The live items in the order of the bytes of their keys.
    var live: [Item] {
        items.filter(isLive).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private func isLive(_ item: Item) -> Bool {
        item.deadline.map { now < $0 } ?? true
    }

    func find(_ key: String) -> Item? {
        items.first { isLive($0) && $0.key.isSameKey(as: key) }
    }

    /// Sets a key to a value that has `deadline`.
    mutating func put(_ key: String, _ value: JSONValue, deadline: Duration?) {
        ask(for: key)
        items.removeAll { $0.key.isSameKey(as: key) }
        writes += 1
        items.append(Item(key: key, value: value, write: writes, deadline: deadline))
    }

    mutating func remove(_ key: String) -> Bool {
        ask(for: key)
        guard find(key) != nil else { return false }
        items.removeAll { $0.key.isSameKey(as: key) }
        return true
    }

    /// Takes note that a key, or all with a prefix, should change, whether there is something or not.
    mutating func ask(for text: String, isPrefix: Bool = false) {
        asked.append((text, isPrefix))
    }

    /// Loads a key: `meanwhile` is what happens until the load has its value.
    mutating func load(
        _ key: String,
        _ value: JSONValue,
        _ ttl: Duration?,
        meanwhile: (inout ModelStore) -> Void
    ) -> JSONValue {
        if let item = find(key) { return item.value }
        asked = []
        meanwhile(&self)
        let isAsked = asked.contains { text, isPrefix in
            isPrefix ? key.utf8.starts(with: text.utf8) : key.isSameKey(as: text)
        }
        if !isAsked { put(key, value, deadline: deadline(ttl)) }
        return value
    }

    mutating func setDeadline(_ key: String, _ deadline: Duration?) -> Bool {
        for place in items.indices where isLive(items[place]) && items[place].key.isSameKey(as: key)
        {
            items[place].deadline = deadline
            return true
        }
        return false
    }

    /// The deadline of a lifetime that begins now; nil without one, or for one of ages.
    func deadline(_ ttl: Duration?) -> Duration? {
        guard let ttl, ttl < .seconds(10_000_000_000) else { return nil }
        let steps = (ttl.attoseconds + resolution.attoseconds - 1) / resolution.attoseconds
        return now + Duration(attoseconds: steps * resolution.attoseconds)
    }

    /// Takes note that a purge has freed `count` items; false if so many cannot have been there.
    mutating func purge(limit: Int, freed count: Int) -> Bool {
        let dead = items.count { !isLive($0) }
        guard count >= 0, count <= limit, count <= dead else { return false }
        // One that freed fewer than it might have has left none behind; of another nobody knows
        // which ones it has freed.
        if count < limit { items = items.filter(isLive) }
        return true
    }

    func check(_ key: String) throws { try limits.checkKey(key) }

    func check(_ ttl: Duration?, of key: String) throws {
        if let ttl { try limits.checkTTL(ttl, of: key) }
    }

    func check(limit: Int) throws { try limits.checkCount(limit) }
}
