internal import Foundation

/// Times as text: `2024-01-19T10:00:00.000Z`.
///
/// The system's calendar, Gregorian for all times, turns seconds into days and back. What text is
/// accepted, and what is not, is the same for a query and for the files of a project.
enum ISO8601 {
    /// Returns the text of a time in UTC, given in milliseconds since 1970.
    static func text(milliseconds: Int64) -> String {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let (second, rest) =
            remainder < 0 ? (quotient - 1, remainder + 1_000) : (quotient, remainder)
        var time = time_t(second)
        var parts = tm()
        gmtime_r(&time, &parts)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        let year = Int64(parts.tm_year) + 1_900
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        append(year.magnitude, 4, "-", to: &bytes)
        append(UInt64(parts.tm_mon + 1), 2, "-", to: &bytes)
        append(UInt64(parts.tm_mday), 2, "T", to: &bytes)
        append(UInt64(parts.tm_hour), 2, ":", to: &bytes)
        append(UInt64(parts.tm_min), 2, ":", to: &bytes)
        append(UInt64(parts.tm_sec), 2, ".", to: &bytes)
        append(UInt64(rest), 3, "Z", to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the milliseconds since 1970 of a text; nil if it is no time.
    ///
    /// It is a date, which begins at midnight in UTC, or a date and a time with `Z` or an offset
    /// from UTC. What is finer than a millisecond is dropped.
    static func milliseconds(_ text: String) -> Int64? {
        var rest = text.utf8[...]
        guard
            let year = digits(4, &rest), skip("-", &rest),
            let month = digits(2, &rest), skip("-", &rest),
            let day = digits(2, &rest),
            let start = midnight(year, month, day)
        else { return nil }
        if rest.isEmpty { return start }
        guard skip("T", &rest) || skip("t", &rest) || skip(" ", &rest) else { return nil }
        guard
            let hour = digits(2, &rest), hour < 24, skip(":", &rest),
            let minute = digits(2, &rest), minute < 60
        else { return nil }
        var time = hour * 3_600_000 + minute * 60_000
        if skip(":", &rest) {
            guard let second = digits(2, &rest), second < 60 else { return nil }
            time += second * 1_000
            if skip(".", &rest) || skip(",", &rest) {
                guard let fraction = fraction(&rest) else { return nil }
                time += fraction
            }
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        return start + time - offset
    }

    /// The milliseconds at which a day begins in UTC; nil if there is no such day.
    private static func midnight(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        var parts = tm()
        parts.tm_year = Int32(year) - 1_900
        parts.tm_mon = Int32(month) - 1
        parts.tm_mday = Int32(day)
        let second = timegm(&parts)
        // A day that its month does not have has become one of another month.
        guard Int64(parts.tm_mday) == day, Int64(parts.tm_mon) + 1 == month else { return nil }
        return Int64(second) * 1_000
    }

    /// Reads the milliseconds of a fraction of a second.
    private static func fraction(_ rest: inout Substring.UTF8View) -> Int64? {
        var milliseconds: Int64 = 0
        var weight: Int64 = 100
        var count = 0
        while let digit = digits(1, &rest) {
            milliseconds += digit * weight
            weight /= 10
            count += 1
        }
        return count > 0 ? milliseconds : nil
    }

    /// Reads how far a local time is ahead of UTC, in milliseconds.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int64? {
        if skip("Z", &rest) || skip("z", &rest) { return 0 }
        let isBehind = skip("-", &rest)
        guard isBehind || skip("+", &rest), let hours = digits(2, &rest), hours < 24 else {
            return nil
        }
        _ = skip(":", &rest)
        guard let minutes = digits(2, &rest), minutes < 60 else { return nil }
        let offset = hours * 3_600_000 + minutes * 60_000
        return isBehind ? -offset : offset
    }

    private static func digits(_ count: Int, _ rest: inout Substring.UTF8View) -> Int64? {
        guard rest.count >= count else { return nil }
        var number: Int64 = 0
        for byte in rest.prefix(count) {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(count)
        return number
    }

    private static func skip(_ sign: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: sign) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Appends a number with at least so many digits, and what stands behind it.
    private static func append(
        _ number: UInt64,
        _ width: Int,
        _ end: Unicode.Scalar,
        to bytes: inout [UInt8]
    ) {
        var divisor: UInt64 = 1
        for _ in 1..<width { divisor *= 10 }
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        bytes.append(UInt8(ascii: end))
    }
}
