internal import Synchronization

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
    private let latest = LatestTime()

    /// Creates a clock that is read by `nanoseconds`: the time since 1970-01-01 00:00 UTC, in
    /// nanoseconds.
    public init(nanoseconds: @escaping @Sendable () -> Int64) {
        read = nanoseconds
    }

    /// The time since 1970-01-01 00:00 UTC, in nanoseconds.
    public var nanoseconds: Int64 { read() }

    /// The time in nanoseconds, or the latest that anybody was told by this if it has gone back since.
    package var steadyNanoseconds: Int64 {
        latest.nanoseconds.max(read(), ordering: .relaxed).newValue
    }

    /// The time since 1970-01-01 00:00 UTC, in whole milliseconds.
    public var milliseconds: Int64 {
        let (quotient, remainder) = read().quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The clock of the system.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

/// The latest time that a clock has told, shared by its copies.
private final class LatestTime: Sendable {
    let nanoseconds = Atomic(Int64.min)
}
