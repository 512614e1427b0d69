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
    /// Returns the text in UTC, with up to nine digits of the second's fraction, at least one.
    ///
    /// The digits are made eight at a time, and written in words that overlap:
    ///
    ///     2024-01-19T10:00:00.123456789Z
    ///     [  0   ][  8   ][  16  ]
    ///                           [  22  ]
    ///
    /// - Complexity: O(1).
    func text(digits: Int) -> String {
        let day = second.dividedDown(by: 86_400)
        let time = second - day * 86_400
        let date = Self.date(ofDay: day)
        let (beforeLastFour, year) = date.year.magnitude.quotientAndRemainder(dividingBy: 10_000)
        let (tens, units) = nanosecond.quotientAndRemainder(dividingBy: 10_000_000)
        let dates = EightDigits(Int64(year) &* 10_000 &+ date.month &* 100 &+ date.day)
        let (hour, rest) = time.quotientAndRemainder(dividingBy: 3_600)
        let times = EightDigits(
            hour &* 1_000_000 &+ rest / 60 &* 10_000 &+ rest % 60 &* 100 &+ tens
        )
        let fraction = EightDigits(units)
        let text = String(unsafeUninitializedCapacity: 30) { buffer in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            bytes.write(dates[0, 4] | .sign("-", 4) | dates[4, 2] << 40 | .sign("-", 7), at: 0)
            bytes.write(
                dates[6, 2] | .sign("T", 2) | times[0, 2] << 24 | .sign(":", 5)
                    | times[2, 2] << 48,
                at: 8
            )
            bytes.write(
                .sign(":", 0) | times[4, 2] << 8 | .sign(".", 3) | times[6, 2] << 32,
                at: 16
            )
            bytes.write(fraction[1, 7] | .sign("Z", 7), at: 22)
            bytes[20 + digits] = UInt8(ascii: "Z")
            return 21 + digits
        }
        if date.year >= 0, beforeLastFour == 0 { return text }
        let sign = date.year < 0 ? "-" : ""
        return sign + (beforeLastFour > 0 ? String(beforeLastFour) : "") + text
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
        guard 1...12 ~= month, 1...length(ofMonth: month, in: year) ~= day else { return nil }
        let shiftedYear = month > 2 ? year : year - 1
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
        if month != 2 { return 30 + (month + month / 8) % 2 }
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    }
}

/// The decimal digits of a number below 10^8 as ASCII, the first one in the lowest byte.
private struct EightDigits {
    private let word: UInt64

    /// Divides by 10,000, then both halves by 100 and all four quarters by 10, each step at once.
    @inline(__always)
    init(_ number: Int64) {
        let (high, low) = UInt32(truncatingIfNeeded: number).quotientAndRemainder(
            dividingBy: 10_000
        )
        let fours = UInt64(high) | UInt64(low) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x7F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0xF_000F_000F_000F
        word = (tens | (twos &- tens &* 10) << 8) &+ 0x3030_3030_3030_3030
    }

    /// The digits from a place on, in the lowest bytes.
    @inline(__always)
    subscript(place: UInt64, count: UInt64) -> UInt64 {
        word &>> (8 &* place) & (UInt64.max &>> (64 &- 8 &* count))
    }
}

extension UInt64 {
    @inline(__always)
    fileprivate static func sign(_ sign: Unicode.Scalar, _ place: UInt64) -> UInt64 {
        UInt64(sign.value) &<< (8 &* place)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a word, its lowest byte first.
    @inline(__always)
    fileprivate func write(_ word: UInt64, at place: Int) {
        storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
