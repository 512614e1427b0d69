internal import AgentKV
internal import Synchronization

/// How the stores of a place have been used since the first of those held was made.
final class StoreCounters: Sendable {
    private let hits = Atomic(0)
    private let misses = Atomic(0)
    private let sets = Atomic(0)
    private let expirations = Atomic(0)

    /// Counts one key that was read.
    func countRead(isHit: Bool) {
        if isHit {
            hits.wrappingAdd(1, ordering: .relaxed)
        } else {
            misses.wrappingAdd(1, ordering: .relaxed)
        }
    }

    /// Counts what was found at some keys.
    func countReads(_ values: [StoreValue?]) {
        let found = values.count { $0 != nil }
        hits.wrappingAdd(found, ordering: .relaxed)
        misses.wrappingAdd(values.count - found, ordering: .relaxed)
    }

    /// Counts what a transaction has done that is durable.
    func count(_ tally: Tallies.Tally) {
        sets.wrappingAdd(tally.sets, ordering: .relaxed)
        expirations.wrappingAdd(tally.expirations, ordering: .relaxed)
    }

    func statistics(entries: Int) -> StoreStatistics {
        StoreStatistics(
            hits: hits.load(ordering: .relaxed),
            misses: misses.load(ordering: .relaxed),
            sets: sets.load(ordering: .relaxed),
            expirations: expirations.load(ordering: .relaxed),
            entries: entries
        )
    }
}
