/// What a store reads the time from: any clock, as a function of the moments since its start.
typealias StoreClock = @Sendable () -> Moment

extension Moment {
    /// Returns the function that tells the time of `clock` since now.
    static func since<C: Clock<Duration>>(startOf clock: C) -> StoreClock {
        let start = clock.now
        return {
            let (seconds, attoseconds) = start.duration(to: clock.now).components
            let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
            return overflow || carry ? .end : Moment(nanoseconds: sum)
        }
    }
}
