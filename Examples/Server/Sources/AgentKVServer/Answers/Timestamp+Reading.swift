#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension Timestamp {
    /// Returns the milliseconds since 1970 of a text; nil if it is no time.
    ///
    /// It is a date, which begins at midnight in UTC, or a date and a time with `Z` or an offset from
    /// UTC, as in a query. What is finer than a millisecond is dropped.
    static func milliseconds(_ text: String) -> Int64? {
        var text = TimeText(rest: text.utf8[...])
        guard let day = text.readDay() else { return nil }
        if text.rest.isEmpty { return day }
        guard
            text.skip("T", "t", " "), let time = text.readTime(), let offset = text.readOffset(),
            text.rest.isEmpty
        else { return nil }
        return day + time - offset
    }
}

/// What is left to read of the text of a time.
private struct TimeText {
    var rest: Substring.UTF8View

    /// Reads a date, and returns the milliseconds since 1970 at which it begins in UTC.
    mutating func readDay() -> Int64? {
        guard
            let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2)
        else { return nil }
        var parts = tm()
        parts.tm_year = Int32(year) - 1_900
        parts.tm_mon = Int32(month) - 1
        parts.tm_mday = Int32(day)
        let second = timegm(&parts)
        // A day that its month does not have has become one of another month.
        guard Int64(parts.tm_mday) == day, Int64(parts.tm_mon) + 1 == month else { return nil }
        return Int64(second) * 1_000
    }

    /// Reads a time of day with or without seconds, in milliseconds.
    mutating func readTime() -> Int64? {
        guard
            let hour = number(2, below: 24), skip(":"), let minute = number(2, below: 60)
        else { return nil }
        let time = (hour * 60 + minute) * 60_000
        if !skip(":") { return time }
        guard let second = number(2, below: 60) else { return nil }
        if !skip(".", ",") { return time + second * 1_000 }
        guard let tenths = number(1) else { return nil }
        let (hundredths, thousandths) = (number(1) ?? 0, number(1) ?? 0)
        while number(1) != nil {}
        return time + second * 1_000 + tenths * 100 + hundredths * 10 + thousandths
    }

    /// Reads how far a local time is ahead of UTC, in milliseconds.
    mutating func readOffset() -> Int64? {
        if skip("Z", "z") { return 0 }
        let isBehind = rest.first == UInt8(ascii: "-")
        guard skip("+", "-"), let hours = number(2, below: 24) else { return nil }
        _ = skip(":")
        guard let minutes = number(2, below: 60) else { return nil }
        let offset = (hours * 60 + minutes) * 60_000
        return isBehind ? -offset : offset
    }

    /// Steps over one of these signs, if it is next.
    mutating func skip(_ signs: Unicode.Scalar...) -> Bool {
        guard let next = rest.first, signs.contains(where: { UInt8(ascii: $0) == next }) else {
            return false
        }
        rest = rest.dropFirst()
        return true
    }

    /// Reads a number of so many digits; nil where there are fewer, or it is too large.
    private mutating func number(_ count: Int, below limit: Int64 = .max) -> Int64? {
        let digits = rest.prefix(count)
        var number: Int64 = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        guard digits.count == count, number < limit else { return nil }
        rest = rest.dropFirst(count)
        return number
    }
}
