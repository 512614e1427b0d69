/// What a store reads the time from: any clock, as a function of the moments since its start.
typealias StoreClock = @Sendable () -> Moment

extension Moment {
    /// Returns the function that tells the time of `clock` since now.
    static func since<C: Clock<Duration>>(startOf clock: C) -> StoreClock {
        #if canImport(Glibc)
        if clock is ContinuousClock { return sinceNowBySystem() }
        #endif
        let start = clock.now
        return {
            let elapsed = max(start.duration(to: clock.now), .zero)
            return elapsed.wholeNanoseconds.map(Moment.init) ?? .end
        }
    }

    #if canImport(Glibc)
    /// Returns the time of `ContinuousClock` since now, read from where that reads it.
    ///
    /// A `Duration` is 128 bits wide, and making one and dividing it takes three times as long.
    private static func sinceNowBySystem() -> StoreClock {
        let start = SteadyClock.systemNanoseconds()
        return { Moment(nanoseconds: SteadyClock.systemNanoseconds() &- start) }
    }
    #endif
}
