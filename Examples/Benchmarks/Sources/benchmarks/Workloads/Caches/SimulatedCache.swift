/// A cache that knows keys only: what a policy finds of a trace.
protocol SimulatedCache: SendableMetatype {
    static var name: String { get }

    /// A cache for `capacity` of `keys` keys, which are numbers from 0.
    init(capacity: Int, keys: Int)

    /// Whether a key is there; it is put there if it is not.
    mutating func finds(_ key: UInt32) -> Bool
}

/// Keys in the order in which they came, each in one such list at most; links by key.
struct KeyList {
    private var previous: [UInt32]
    private var next: [UInt32]
    private(set) var first = UInt32.max
    private(set) var last = UInt32.max
    private(set) var count = 0

    init(keys: Int) {
        previous = Array(repeating: .max, count: keys)
        next = previous
    }

    mutating func append(_ key: UInt32) {
        previous[Int(key)] = last
        next[Int(key)] = .max
        if last == .max { first = key } else { next[Int(last)] = key }
        last = key
        count += 1
    }

    mutating func remove(_ key: UInt32) {
        let (before, after) = (previous[Int(key)], next[Int(key)])
        if before == .max { first = after } else { next[Int(before)] = after }
        if after == .max { last = before } else { previous[Int(after)] = before }
        count -= 1
    }

    mutating func removeFirst() -> UInt32 {
        let key = first
        remove(key)
        return key
    }
}
