/// How a store has been used since it was made, and how much is in it.
///
/// A fact counts once and when it has taken effect: what a failed transaction wrote does not count,
/// what it read does.
public struct StoreStatistics: Sendable, Hashable {
    /// How often a key was read that was there.
    ///
    /// Reads are `get`, `entry` and `exists`, each key of `mget` and `getMany`, and `listPopAll`; also
    /// in a transaction. Calls that look at a value before they write, `update`, `increment`,
    /// `compareAndSet` and `setIfAbsent`, read it too. Listings, `delete`, `expire`, `persist` and
    /// appending to a list read nothing.
    public var hits: Int
    /// How often a key was read that was absent.
    public var misses: Int
    /// How often a key was given a value, by any call; each key of a batch counts, and so does an
    /// append that added something.
    public var sets: Int
    /// How many entries were freed after their lifetime had ended, by whatever noticed it.
    public var expirations: Int
    /// How many entries had to make room for others.
    public var evictions: Int
    /// How many live entries there are.
    public var entries: Int

    /// Creates statistics; what is not given is 0.
    public init(
        hits: Int = 0,
        misses: Int = 0,
        sets: Int = 0,
        expirations: Int = 0,
        evictions: Int = 0,
        entries: Int = 0
    ) {
        self.hits = hits
        self.misses = misses
        self.sets = sets
        self.expirations = expirations
        self.evictions = evictions
        self.entries = entries
    }

    /// The share of the reads that found something, from 0 to 1; nil if there were none.
    public var hitRatio: Double? {
        let reads = Double(hits) + Double(misses)
        return reads > 0 ? Double(hits) / reads : nil
    }
}
