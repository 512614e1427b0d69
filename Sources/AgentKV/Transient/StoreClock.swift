/// What a store reads the time from: any clock, as a function of the moments since its start.
typealias StoreClock = @Sendable () -> Moment

extension Moment {
    /// Returns the function that tells the time of `clock` since now.
    static func since<C: Clock<Duration>>(startOf clock: C) -> StoreClock {
        let start = clock.now
        return {
            let elapsed = max(start.duration(to: clock.now), .zero)
            return elapsed.wholeNanoseconds.map(Moment.init) ?? .end
        }
    }
}
