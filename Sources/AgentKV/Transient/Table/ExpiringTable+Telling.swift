/// What those who wait for changes are told, if there are any.
///
/// A transaction tells nothing before it has succeeded.
extension ExpiringTable {
    /// Tells that an entry has been set.
    @inline(__always)
    mutating func tellSet(_ number: CellNumber) {
        if feed.isObserved { tellObserversSet(number) }
    }

    @inline(never)
    private mutating func tellObserversSet(_ number: CellNumber) {
        let cell = cells[number]
        tell(
            StoreChange(
                key: cell.pointee.key,
                revision: cell.pointee.revision,
                kind: .set,
                value: cell.pointee.value.told
            )
        )
    }

    /// Tells that the entry which is about to be overwritten had expired, if it had.
    @inline(__always)
    mutating func tellExpiry(of number: CellNumber, now: () -> Moment) {
        if feed.isObserved, !isLive(number, now: now) { tellGone(number, .expired) }
    }

    /// Tells that an entry is about to go, and counts that as a write.
    mutating func tellGone(_ number: CellNumber, _ kind: StoreChange.Kind) {
        let revision = nextRevision()
        if feed.isObserved {
            tell(StoreChange(key: cells[number].pointee.key, revision: revision, kind: kind))
        }
    }

    private mutating func tell(_ change: StoreChange) {
        if journal == nil { feed.note(change) } else { untold.append(change) }
    }
}
