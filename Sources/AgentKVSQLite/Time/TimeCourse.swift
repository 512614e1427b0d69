/// How the time of a store goes on from a moment, by the monotonic clock alone.
///
/// All times are nanoseconds, of the store and of the day since 1970-01-01 00:00 UTC.
///
/// Where the store's time is that of the day, it goes on as the monotonic clock does. Where it is
/// ahead, because the time of day has been set back, it goes on slower, by one part of twenty, until
/// the time of day has caught up: of two lines, one from each of the two times, it is the upper one.
struct TimeCourse: Equatable, Sendable {
    /// The store's time at the moment; not less than `wall`.
    let time: Int64
    /// The time of day at the moment.
    let wall: Int64
    /// What the monotonic clock tells at the moment.
    let steady: Int64

    /// One of so many parts is left out while the store's time is ahead: a lifetime takes a
    /// nineteenth longer.
    private static let parts: Int64 = 20

    /// The store's time when the monotonic clock tells `steady`; before the moment it is that of the
    /// moment.
    func time(at steady: Int64) -> Int64 { time(after: elapsed(at: steady)) }

    /// The time of day then, unless it has been set meanwhile.
    func wall(at steady: Int64) -> Int64 { wall.advanced(upTo: elapsed(at: steady)) }

    /// The store's time when it is `wall` by a clock that has not been set since the moment.
    func time(whenWall wall: Int64) -> Int64 { time(after: wall.distance(from: self.wall)) }

    /// How long it takes by the monotonic clock, from when that tells `steady`, until the store's
    /// time is `end`; zero or less if that has come.
    func wait(until end: Int64, at steady: Int64) -> Duration {
        let lead = end.distance(from: time)
        let slowed = lead.advanced(upTo: lead / (Self.parts - 1))
        return .nanoseconds(min(slowed, end.distance(from: wall)))
            - .nanoseconds(elapsed(at: steady))
    }

    private func time(after elapsed: Int64) -> Int64 {
        max(
            wall.advanced(upTo: elapsed),
            time.advanced(upTo: elapsed - elapsed / Self.parts)
        )
    }

    private func elapsed(at steady: Int64) -> Int64 { steady.distance(from: self.steady) }
}

extension Int64 {
    /// The sum with a number that is not negative; the greatest number where it is too great.
    fileprivate func advanced(upTo distance: Int64) -> Int64 {
        let (sum, isTooGreat) = addingReportingOverflow(distance)
        return isTooGreat ? .max : sum
    }

    /// How much greater it is than `other`; zero where it is less.
    fileprivate func distance(from other: Int64) -> Int64 {
        if self <= other { return 0 }
        let (difference, isTooGreat) = subtractingReportingOverflow(other)
        return isTooGreat ? .max : difference
    }
}
