/// What ``StoreStatistics`` are made of.
extension ExpiringTable {
    /// Finds the cell of a key that is live, for a caller that reads it.
    @inline(__always)
    mutating func findToRead(_ key: String, now: () -> Moment) -> CellNumber {
        let number = find(key, now: now)
        noteRead(of: number)
        return number
    }

    /// Counts a read of what was found, or was not.
    @inline(__always)
    mutating func noteRead(of number: CellNumber) {
        if !Self.tells { return }
        if number == .none {
            statistics.misses &+= 1
        } else {
            statistics.hits &+= 1
            if isBounded { bounds?.policy.noteRead(of: number) }
        }
    }

    /// Takes back what the transaction that began with `former` has counted: all but its reads.
    mutating func uncountChanges(since former: StoreStatistics) {
        statistics.sets = former.sets
        statistics.expirations = former.expirations
        statistics.evictions = former.evictions
    }
}
