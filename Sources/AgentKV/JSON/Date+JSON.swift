#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A date as JSON: `"2024-01-19T10:00:00.123456001Z"`.
///
/// A `Date` holds seconds since 2001 as a `Double`. Nine digits of a second's fraction tell apart
/// what it can hold, but for the months around 2001, where it can hold more. So what is written is
/// read again, and the first of these counts that comes back equal:
///
/// 1. ISO 8601 text in UTC with nine digits, for the years 0000 to 9999. Texts sort as times.
/// 2. A number of seconds since 1970, which is what earlier versions wrote for each date.
/// 3. The text of 1, if the year has one, and with it the number that the date holds:
///    `"2001-01-15T06:56:07.123456789Z = 1234567.1234567891 s since 2001-01-01T00:00:00Z"`.
///
/// Text that others write is read with any number of digits and any offset from UTC.
extension Date {
    /// Returns the date as JSON.
    ///
    /// - Throws: ``JSONError`` if it is not finite.
    func json() throws(JSONError) -> JSONValue {
        let exact = timeIntervalSinceReferenceDate
        guard exact.isFinite else { throw .notFinite(exact) }
        let time = ISO8601.Time(sinceReferenceDate: exact)
        if let time, time.sinceReferenceDate == exact { return .string(time.text(digits: 9)) }
        let seconds = timeIntervalSince1970
        if Date(timeIntervalSince1970: seconds) == self { return .number(seconds) }
        let prefix = time.map { $0.text(digits: 9) + Self.equals } ?? ""
        return .string("\(prefix)\(exact)\(Self.suffix)")
    }

    private static var equals: String { " = " }
    private static var suffix: String { " s since 2001-01-01T00:00:00Z" }
    fileprivate static var expected: String {
        "a time such as 2024-01-19T10:00:00Z, or a number of seconds since 1970"
    }

    /// Returns the seconds since 2001 that a text stands for.
    fileprivate static func secondsSince2001(_ text: String) throws(JSONError) -> Double {
        let fault: ISO8601.Fault
        do {
            return try ISO8601.Time(text).sinceReferenceDate
        } catch {
            fault = error
        }
        if text.hasSuffix(suffix) {
            let number = text.dropLast(suffix.count)
            let start = number.lastIndex(of: " ").map(number.index(after:)) ?? number.startIndex
            if let exact = Double(number[start...]), exact.isFinite { return exact }
        }
        let excerpt = text.count > 40 ? "\(text.prefix(40))…" : text
        throw JSONError(
            .mismatch,
            at: .value(JSONPath()),
            reason: "expected \(expected), found the text “\(excerpt)”: \(fault.reason)"
        )
    }
}

extension JSONValue {
    /// Returns the value as a date.
    ///
    /// - Throws: ``JSONError`` if it is none.
    func date() throws(JSONError) -> Date {
        switch self {
        case .string(let text):
            Date(timeIntervalSinceReferenceDate: try Date.secondsSince2001(text))
        case .integer, .number:
            Date(timeIntervalSince1970: try double())
        case .null, .bool, .array, .object:
            throw mismatch(Date.expected)
        }
    }
}

extension ISO8601.Time {
    /// What lies between the beginnings of 1970 and 2001.
    private static var reference: Int64 { 978_307_200 }

    /// Creates the nearest time with whole nanoseconds; nil outside of the years 0000 to 9999.
    init?(sinceReferenceDate exact: Double) {
        guard exact >= -63_145_526_400, exact < 252_423_993_600 else { return nil }
        let whole = exact.rounded(.down)
        let nanosecond = Int64(((exact - whole) * 1e9).rounded())
        let isWhole = nanosecond == 1_000_000_000
        second = Int64(whole) + Self.reference + (isWhole ? 1 : 0)
        self.nanosecond = isWhole ? 0 : nanosecond
        if second >= 253_402_300_800 { return nil }
    }

    /// The seconds since 2001; for a time that was made of such a number, the nearest `Double`.
    var sinceReferenceDate: Double {
        let second = second - Self.reference
        // As long as an integer of nanoseconds is exact, so is the quotient: a sum would be rounded
        // twice, in steps that count around 2001.
        if second.magnitude < 9_000_000 {
            return Double(second * 1_000_000_000 + nanosecond) / 1e9
        }
        return Double(second) + Double(nanosecond) / 1e9
    }
}
