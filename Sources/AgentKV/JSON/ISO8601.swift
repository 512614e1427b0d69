/// Times as text: `2024-01-19T10:00:00.000Z`.
///
/// The calendar is the Gregorian one, for all times. What text is accepted, and what is not, is the
/// same for a `Date` in a value, for a query and for the files of a project.
package enum ISO8601 {
    /// Returns the text of a time in UTC, given in milliseconds since 1970.
    package static func text(milliseconds: Int64) -> String {
        let second = milliseconds.dividedDown(by: 1_000)
        let remainder = milliseconds % 1_000
        let rest = remainder < 0 ? remainder + 1_000 : remainder
        return Time(second: second, nanosecond: rest * 1_000_000).text(digits: 3)
    }

    /// Returns the milliseconds since 1970 of a text; nil if it is no time.
    ///
    /// What is finer than a millisecond is dropped.
    package static func milliseconds(_ text: String) -> Int64? {
        guard let time = try? Time(text) else { return nil }
        return time.second * 1_000 + time.nanosecond / 1_000_000
    }

    /// A time as seconds since 1970, and nanoseconds from there on.
    struct Time {
        let second: Int64
        let nanosecond: Int64
    }
}

extension ISO8601.Time {
    /// Returns the text in UTC, with so many digits of the second's fraction.
    ///
    /// - Complexity: O(1), in one buffer.
    func text(digits: Int) -> String {
        let day = second.dividedDown(by: 86_400)
        let time = second - day * 86_400
        let date = Self.date(ofDay: day)
        return String(unsafeUninitializedCapacity: 48) { buffer in
            var writer = TextWriter(buffer: buffer)
            if date.year < 0 { writer.append("-") }
            writer.append(Int64(date.year.magnitude), width: 4, then: "-")
            writer.append(date.month, width: 2, then: "-")
            writer.append(date.day, width: 2, then: "T")
            writer.append(time / 3_600, width: 2, then: ":")
            writer.append(time / 60 % 60, width: 2, then: ":")
            writer.append(time % 60, width: 2, then: ".")
            let finest = (digits..<9).reduce(nanosecond) { rest, _ in rest / 10 }
            writer.append(finest, width: digits, then: "Z")
            return writer.count
        }
    }

    /// Returns year, month and day of a day counted from 1970-01-01.
    ///
    /// Years begin in March here, so that a leap day is the last one, and repeat every 400.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        return (
            year: era * 400 + yearOfEra + (isNextYear ? 1 : 0),
            month: isNextYear ? month - 9 : month + 3,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// Returns the day, counted from 1970-01-01, of a date; nil if its month does not have it.
    static func day(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard 1...12 ~= month, day >= 1 else { return nil }
        let shiftedYear = month > 2 ? year : year - 1
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let found = era * 146_097 + dayOfEra - 719_468
        return Self.date(ofDay: found).day == day ? found : nil
    }
}

/// Writes digits into a buffer that is large enough for them.
private struct TextWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func append(_ sign: Unicode.Scalar) {
        buffer[count] = UInt8(ascii: sign)
        count += 1
    }

    /// Appends a number with at least so many digits, and what stands behind it.
    mutating func append(_ number: Int64, width: Int, then end: Unicode.Scalar) {
        var digits = width
        var rest = number
        for _ in 0..<width { rest /= 10 }
        while rest > 0 {
            rest /= 10
            digits += 1
        }
        rest = number
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
        append(end)
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
