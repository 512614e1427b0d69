/// One moment, as a store's clock and as the wall clock tell it.
struct WallMoment: Sendable {
    let moment: Moment
    /// Since 1970-01-01 00:00 UTC.
    let nanoseconds: Int64

    init(nanoseconds: Int64, at moment: Moment) {
        self.moment = moment
        self.nanoseconds = nanoseconds
    }

    /// When a lifetime ends, in milliseconds since 1970 and rounded up to one; nil if it does not.
    func expiry(of deadline: Deadline) -> Int64? {
        guard let remaining = deadline.remainingNanoseconds(at: moment) else { return nil }
        let (quotient, remainder) = (Int128(nanoseconds) + Int128(remaining))
            .quotientAndRemainder(dividingBy: 1_000_000)
        return Int64(remainder > 0 ? quotient + 1 : quotient)
    }

    /// The deadline of an entry that ends at a time of day; nil if that has come.
    ///
    /// One too far away to represent is no deadline.
    func deadline(ofExpiry milliseconds: Int64?) -> Deadline? {
        guard let milliseconds else { return Deadline.none }
        let remaining = Int128(milliseconds) * 1_000_000 - Int128(nanoseconds)
        guard remaining > 0 else { return nil }
        let lifetime = Lifetime(nanoseconds: Int64(clamping: remaining))
        return Deadline(lifetime, after: moment)
    }
}
