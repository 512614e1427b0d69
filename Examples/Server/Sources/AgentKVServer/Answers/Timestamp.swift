#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The time of day as text: `2026-01-19T10:00:00.123Z`.
enum Timestamp {
    /// Returns the present time, in UTC and to the millisecond.
    static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return text(second: time.tv_sec, millisecond: time.tv_nsec / 1_000_000)
    }

    /// Returns the text of a time, given as seconds since 1970 and milliseconds.
    static func text(second: Int, millisecond: Int) -> String {
        var second = time_t(second)
        var parts = tm()
        gmtime_r(&second, &parts)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        append(Int(parts.tm_year) + 1_900, 4, "-", to: &bytes)
        append(Int(parts.tm_mon) + 1, 2, "-", to: &bytes)
        append(Int(parts.tm_mday), 2, "T", to: &bytes)
        append(Int(parts.tm_hour), 2, ":", to: &bytes)
        append(Int(parts.tm_min), 2, ":", to: &bytes)
        append(Int(parts.tm_sec), 2, ".", to: &bytes)
        append(millisecond, 3, "Z", to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(
        _ number: Int,
        _ width: Int,
        _ end: Unicode.Scalar,
        to bytes: inout [UInt8]
    ) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        bytes.append(UInt8(ascii: end))
    }
}
