import AgentKV

/// Chooses the steps of a simulation at random.
struct SimulatedChoices {
    var random: SplitMix64
    let resolution: Duration

    /// Few keys, so that steps meet, and awkward ones: composed differently, beginnings of one
    /// another in bytes or in characters, sorted otherwise by Swift or in UTF-16 than by bytes.
    static let keys = [
        "a", "ab", "a/b", "e", "f", "e\u{301}", "\u{E9}", "👩", "👩‍👧", "\r", "\r\n", "\u{FFFD}",
        "\u{10000}",
    ]

    /// The keys in the order of their bytes.
    static let sortedKeys = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }

    mutating func step() -> SimulatedStep {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: return .passTime(duration())
        case 14..<19: return .mget(keys())
        case 19..<21: return .getMany(keys())
        case 21..<26: return mset()
        case 26..<30: return .purge(limit: random.pick([0, 1, 2, 1_000, random.oneIn(4) ? -1 : 3]))
        case 30..<45: return transaction()
        case 45..<51: return load()
        default: return .call(call())
        }
    }

    private mutating func mset() -> SimulatedStep {
        let values = keys().map { (key: $0, value: SimulatedValue.random(using: &random)) }
        return .mset(values, ttl: ttl())
    }

    private mutating func transaction() -> SimulatedStep {
        let calls = (0..<Int.random(in: 1...6, using: &random)).map { _ in call() }
        return .transaction(calls, catches: random.oneIn(2), fails: random.oneIn(3))
    }

    private mutating func load() -> SimulatedStep {
        let key = key()
        let steps = (0..<Int.random(in: 0...2, using: &random)).map { _ -> SimulatedStep in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: .passTime(duration())
            case 1: mset()
            case 2: transaction()
            // Of all the others' calls few would be about this key.
            case 3, 4: .call(random.oneIn(2) ? .delete(key) : .deleteAll(prefix: prefix()))
            default: .call(call())
            }
        }
        let value = SimulatedValue.random(using: &random).json
        return .load(key, value, ttl: ttl(for: key), meanwhile: steps)
    }

    mutating func call() -> SimulatedCall {
        let key = key()
        switch Int.random(in: 0..<30, using: &random) {
        case 0: return .get(key)
        case 1: return .read(key, random.pick(SimulatedType.allCases))
        case 2: return .exists(random.pick(Self.keys))
        case 3..<6: return .set(key, .random(using: &random), ttl: ttl(for: key))
        case 6: return .setIfAbsent(key, .random(using: &random), ttl: ttl(for: key))
        case 7, 8:
            let expecting = random.pick([SimulatedCall.Expectation.nothing, .present, .past])
            let value = SimulatedValue.random(using: &random)
            return .compareAndSet(key, value, expecting: expecting, ttl: ttl(for: key))
        case 9, 10: return .delete(key)
        case 11: return .deleteAll(prefix: random.oneIn(2) ? prefix() : key)
        case 12: return .expire(key, ttl: ttl(for: key) ?? .seconds(2))
        case 13: return .persist(key)
        case 14..<17:
            let amount = Int.random(in: -2...2, using: &random)
            return .increment(key, by: amount, ttlIfNew: ttl(for: key))
        case 17:
            let value = random.oneIn(3) ? nil : SimulatedValue.random(using: &random).json
            return .update(key, to: value, fails: random.oneIn(4))
        case 18: return .addOne(key)
        case 19, 20: return .listAppend(key, items(), ttl: ttl(for: key))
        case 21..<24:
            let idKey = random.oneIn(5) ? "name" : "id"
            // One thing to refuse at a time: which of two comes first is not promised.
            let ttl = random.oneIn(3) && !key.isEmpty ? Duration.seconds(3) : nil
            return .listAppendUnique(key, key.isEmpty ? [] : items(), idKey: idKey, ttl: ttl)
        case 24, 25: return .listPopAll(key)
        case 26: return .listPopAllRecords(key)
        case 27, 28:
            let after = random.oneIn(2) ? random.pick(Self.keys) : nil
            return .keys(prefix: prefix(), after: after, limit: random.pick([-1, 0, 1, 3, 1_000]))
        default: return .count(prefix: prefix())
        }
    }
}

extension SimulatedChoices {
    /// A key, once in a while one that is refused.
    private mutating func key() -> String {
        random.oneIn(60) ? "" : random.pick(Self.keys)
    }

    private mutating func keys() -> [String] {
        var keys = (0..<Int.random(in: 1...5, using: &random)).map { _ in random.pick(Self.keys) }
        if random.oneIn(20) { keys.append("a\u{0}") }
        return keys
    }

    private mutating func prefix() -> String {
        random.pick(["", "", "a", "e", "👩", "\r", "zz"])
    }

    /// A lifetime or none, once in a while one that is refused if the key is not.
    private mutating func ttl(for key: String) -> Duration? {
        random.oneIn(40) && !key.isEmpty ? .zero : ttl()
    }

    private mutating func ttl() -> Duration? {
        let ttls: [Duration?] = [
            nil, nil, Duration(attoseconds: 1), resolution, .milliseconds(1), .milliseconds(2),
            .milliseconds(40), .seconds(1), .seconds(2), .seconds(3_600), .seconds(Int64.max),
        ]
        return random.pick(ttls)
    }

    /// How much time passes: whole steps of the store's resolution.
    private mutating func duration() -> Duration {
        let durations: [Duration] = [
            resolution, resolution * 2, .milliseconds(1), .milliseconds(3), .milliseconds(39),
            .seconds(1), .seconds(60), .seconds(3_600),
        ]
        return random.pick(durations)
    }

    private mutating func items() -> [JSONValue] {
        let ids: [JSONValue] = [0, 1, 1.0, "1", 2, [1], true]
        return (0..<Int.random(in: 0...3, using: &random)).map { _ in
            if random.oneIn(15) { return random.pick([nil, 1, [:], ["id": nil]]) }
            return [
                "id": random.pick(ids),
                "name": .string("n\(Int.random(in: 0...1, using: &random))"),
            ]
        }
    }
}
