/// How much a ``TransientStore`` may hold, and what it does when it is full.
///
/// A message that comes back from a lease is never refused, so it may exceed the bound: see <doc:Bounds>.
///
/// ```swift
/// let cache = try TransientStore(bounds: .entries(10_000))
/// let pages = try TransientStore(bounds: .bytes(64 << 20))
/// let plans = try TransientStore(
///     bounds: .cost(1_000) { item in item.value(as: Plan.self)?.steps.count ?? 1 }
/// )
/// ```
public struct StoreBounds: Sendable {
    /// What a full store does with a write that needs room.
    public enum WhenFull: Sendable, Hashable {
        /// It evicts other entries: those that are least likely to be asked for.
        case evict
        /// It refuses the write, with ``StoreError/full(key:reason:)``.
        case refuse
    }

    enum Measure: Sendable {
        case entries
        case bytes
        case custom(@Sendable (StoredItem) -> Int)
    }

    let limit: Int
    let measure: Measure
    /// What a full store does with a write that needs room.
    public let whenFull: WhenFull

    /// At most `limit` entries.
    public static func entries(_ limit: Int, whenFull: WhenFull = .evict) -> StoreBounds {
        StoreBounds(limit: limit, measure: .entries, whenFull: whenFull)
    }

    /// Entries of at most `limit` bytes, as ``StoredItem/estimatedBytes`` has it.
    public static func bytes(_ limit: Int, whenFull: WhenFull = .evict) -> StoreBounds {
        StoreBounds(limit: limit, measure: .bytes, whenFull: whenFull)
    }

    /// Entries that cost at most `limit` together, each what `cost` says: less than 1 counts as 1.
    ///
    /// The function is called once for each write of an entry, and for a list with the whole of it
    /// at each append. In a transaction, and for lists and counters, others wait meanwhile: it
    /// should be quick, and must not use the store.
    public static func cost(
        _ limit: Int,
        whenFull: WhenFull = .evict,
        of cost: @escaping @Sendable (StoredItem) -> Int
    ) -> StoreBounds {
        StoreBounds(limit: limit, measure: .custom(cost), whenFull: whenFull)
    }
}

extension StoreBounds {
    /// Throws unless there can be a store with this bound.
    func check() throws(StoreError) {
        if limit <= 0 {
            throw .invalidBounds(reason: "a store that holds \(limit) in all can hold nothing")
        }
    }

    /// What an entry costs: from 1 to a number that can be added to any bound.
    @inline(__always)
    func cost(of key: String, _ value: StoreValue) -> Int {
        switch measure {
        case .entries: 1
        case .bytes: StoredItem(key: key, stored: value).estimatedBytes
        case .custom(let cost):
            min(max(cost(StoredItem(key: key, stored: value.detached)), 1), Self.largest)
        }
    }

    /// The bound that counts: a greater one is never reached.
    var reachable: StoreBounds {
        StoreBounds(limit: min(limit, Self.largest), measure: measure, whenFull: whenFull)
    }

    /// A few of them can be added.
    private static let largest = Int.max / 8
}
