internal import AgentKV

/// A moment of a database's time.
struct DatabaseTime: Comparable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    let nanoseconds: Int64

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// A moment that stands in the database.
    init(milliseconds: Int64) {
        nanoseconds = Int64(clamping: Int128(milliseconds) * 1_000_000)
    }

    /// Whole milliseconds since 1970-01-01 00:00 UTC, as they stand in the database.
    ///
    /// An entry is live while this is less than its deadline.
    var milliseconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func < (left: DatabaseTime, right: DatabaseTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Returns the deadline of a lifetime that begins now, rounded up to a millisecond; nil if it
    /// is too long to represent.
    func deadline(after ttl: Duration) -> Int64? {
        guard let floor = ttl.wholeNanoseconds else { return nil }
        let lifetime = Duration.nanoseconds(floor) < ttl ? floor + 1 : floor
        let (end, isTooLong) = nanoseconds.addingReportingOverflow(lifetime)
        if isTooLong { return nil }
        let (quotient, remainder) = end.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder > 0 ? quotient + 1 : quotient
    }

    /// Returns how long an entry with that deadline still lives; nil without a deadline.
    func remaining(until deadline: Int64?) -> Duration? {
        deadline.map { .milliseconds($0) - .nanoseconds(nanoseconds) }
    }
}
