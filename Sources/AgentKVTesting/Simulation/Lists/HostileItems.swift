import AgentKV

/// Chooses calls of lists at random, with few keys and with items that are easily mistaken for each
/// other.
struct HostileItems {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    static let keys = ["a", "b", "\u{E9}"]

    private static let ids: [JSONValue] = [
        0, 1, 1.0, "1", true, 2, 3, 4, -0.0, "", "\u{E9}", "e\u{301}", "\u{0}", "a\u{0}b",
        9_007_199_254_740_993, 9_007_199_254_740_992.0, .integer(.max), .integer(.min),
        9.223372036854775807e18, [1], [1.0], [:], ["a": 1, "b": 2], ["b": 2, "a": 1], 0.1,
    ]

    private static let names = ["id", "name", "", "\u{E9}", "e\u{301}", "a\u{0}"]

    mutating func count(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func isOneIn(_ times: Int) -> Bool { random.oneIn(times) }

    mutating func call() -> ListCall {
        let key = random.pick(Self.keys)
        switch count(0...19) {
        case 0...4: return .append(key, items())
        case 5...11:
            let idKey = random.oneIn(4) ? random.pick(Self.names) : "id"
            return .appendUnique(key, items(), idKey: idKey)
        case 12, 13: return .appendTyped(key, records(), isUnique: random.oneIn(2))
        case 14: return .pop(key)
        case 15: return .popTyped(key)
        case 16: return .set(key, random.oneIn(2) ? item() : .array(items()))
        case 17, 18: return .setTyped(key, records())
        default: return .delete(key)
        }
    }

    private mutating func items() -> [JSONValue] {
        let many = random.oneIn(12) ? 60 : 4
        return (0..<count(0...many)).map { _ in item() }
    }

    private mutating func item() -> JSONValue {
        switch count(0...39) {
        case 0: return random.pick([.null, 1, "text", [], [:], ["id": nil]])
        case 1: return ["id": 7, "x": .number(random.pick([.nan, .infinity, 1]))]
        case 2: return ["id": random.pick(Self.ids), "deep": deep()]
        default:
            var item = JSONObject()
            let id = random.oneIn(6) ? .integer(Int64(count(0...90))) : random.pick(Self.ids)
            item[random.oneIn(8) ? random.pick(Self.names) : "id"] = id
            if random.oneIn(2) { item["name"] = .string(random.pick(Self.names)) }
            if random.oneIn(2) { item["id"] = .integer(Int64(count(0...5))) }
            return .object(item)
        }
    }

    /// A value about as deep as one may be.
    private mutating func deep() -> JSONValue {
        let depth = StoreLimits.valueDepth - 4 + count(0...5)
        return (0..<depth).reduce(1) { value, _ in [value] }
    }

    private mutating func records() -> [SimulatedRecord] {
        (0..<count(0...3)).map { _ in
            SimulatedRecord(id: count(0...5), name: random.pick(Self.names))
        }
    }
}
