#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A clock that only goes on, whatever becomes of the time of day.
///
/// What two clocks of the same source tell can be compared: they count from the same moment, also in
/// two processes.
package struct SteadyClock: Sendable {
    /// What the readings are counted by; another source counts from another moment.
    package let source: Int64
    private let read: @Sendable () -> Int64

    package init(source: Int64, nanoseconds: @escaping @Sendable () -> Int64) {
        self.source = source
        read = nanoseconds
    }

    /// The time since the moment that the source counts from, in nanoseconds.
    package var nanoseconds: Int64 { read() }

    /// The clock of the system: it counts from when the machine was started, and goes on while that
    /// sleeps.
    package static let system = SteadyClock(
        source: SystemStart.present.number,
        nanoseconds: systemNanoseconds
    )

    /// What the clock of the system tells.
    static func systemNanoseconds() -> Int64 {
        var time = timespec()
        #if canImport(Glibc)
        clock_gettime(CLOCK_BOOTTIME, &time)
        #else
        clock_gettime(CLOCK_MONOTONIC_RAW, &time)
        #endif
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension SteadyClock {
    /// The readings of any clock; one that is not known here has a source of its own each time.
    package init(_ clock: some Clock<Duration>) {
        if clock is ContinuousClock {
            self = .system
        } else if let shared = clock as? any SteadyClockSource {
            self = shared.steadyClock
        } else {
            let start = clock.now
            self.init(source: .random(in: .min ... .max)) {
                max(start.duration(to: clock.now), .zero).wholeNanoseconds ?? .max
            }
        }
    }
}

/// A clock whose readings can be compared, whoever takes them.
package protocol SteadyClockSource {
    var steadyClock: SteadyClock { get }
}
