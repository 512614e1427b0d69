#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What tells the time of day, for lifetimes that have to outlive the process.
///
/// A store in memory needs no more than the time since it was made. What is written down ends at a
/// time of day, which this tells: the system's, or one that a test moves.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Int64
    /// The clock that goes on at the same pace and is never set, where it is known.
    package let steady: SteadyClock?

    /// Creates a clock that is read by `nanoseconds`: the time since 1970-01-01 00:00 UTC, in
    /// nanoseconds.
    public init(nanoseconds: @escaping @Sendable () -> Int64) {
        self.init(beside: nil, nanoseconds: nanoseconds)
    }

    /// The same, for a time of day that goes on at the pace of `steady` unless it is set.
    package init(beside steady: SteadyClock?, nanoseconds: @escaping @Sendable () -> Int64) {
        read = nanoseconds
        self.steady = steady
    }

    /// The time since 1970-01-01 00:00 UTC, in nanoseconds.
    public var nanoseconds: Int64 { read() }

    /// The time since 1970-01-01 00:00 UTC, in whole milliseconds.
    public var milliseconds: Int64 {
        let (quotient, remainder) = read().quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The clock of the system.
    public static let system = WallClock(beside: .system) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
