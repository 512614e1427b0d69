/// A day of the Gregorian calendar, also of years before it was introduced.
struct CivilDate {
    var year: Int64
    /// From 1 to 12.
    var month: Int64
    /// From 1 on.
    var day: Int64
}

// Both ways count in eras of 400 years, each 146,097 days long, and in years that begin in March,
// so that a leap day is the last day of its year.
extension CivilDate {
    init(daysSince1970: Int64) {
        let (era, dayOfEra) = (daysSince1970 + 719_468).dividedDown(by: 146_097)
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// How many days it is after 1970-01-01; nil if there is no such day.
    var daysSince1970: Int64? {
        guard 1...12 ~= month, day >= 1 else { return nil }
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).dividedDown(by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        // A day that its month does not have comes back as one of the next month.
        return CivilDate(daysSince1970: days).day == day ? days : nil
    }
}

extension Int64 {
    /// Returns the quotient, rounded down, and the remainder, which is not negative.
    func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
