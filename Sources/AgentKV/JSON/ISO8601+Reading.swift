extension ISO8601 {
    /// Why a text is no time.
    struct Fault: Error {
        let reason: StaticString
    }
}

extension ISO8601.Time {
    /// Creates the time that a text stands for.
    ///
    /// It is a date, which begins at midnight in UTC, or a date and a time with `Z` or an offset
    /// from UTC. What is finer than a nanosecond is dropped.
    init(_ text: String) throws(ISO8601.Fault) {
        let outcome =
            text.utf8.withContiguousStorageIfAvailable { Self.read($0) }
            ?? Array(text.utf8).withUnsafeBufferPointer { Self.read($0) }
        self = try outcome.get()
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Self, ISO8601.Fault> {
        if let time = Self(written: UnsafeRawBufferPointer(bytes)) { return .success(time) }
        return Result { () throws(ISO8601.Fault) in
            var reader = TimeReader(bytes: bytes)
            return try reader.read()
        }
    }
}

/// Times as they are written here, with nine digits of the second's fraction.
extension ISO8601.Time {
    /// Creates the time of a text of that form, which is read by words as it was written; nil if it
    /// has another form, or is no time.
    fileprivate init?(written text: UnsafeRawBufferPointer) {
        guard text.count == 30 else { return nil }
        let (first, second, third, last) = (
            text[word: 0], text[word: 8], text[word: 16], text[word: 22]
        )
        guard
            first.hasSign("-", 4), first.hasSign("-", 7), second.hasSign("T", 2),
            second.hasSign(":", 5), third.hasSign(":", 0), third.hasSign(".", 3),
            last.hasSign("Z", 7)
        else { return nil }
        let dates = first & 0xFFFF_FFFF | (first >> 40 & 0xFFFF) << 32 | second << 48
        let times =
            second >> 24 & 0xFFFF | (second >> 48) << 16 | (third >> 8 & 0xFFFF) << 32
            | (third >> 32) << 48
        guard
            let date = dates.numberOfDigits, let time = times.numberOfDigits,
            let fraction = (last << 8 | UInt64(UInt8(ascii: "0"))).numberOfDigits,
            let day = Self.day(year: date / 10_000, month: date / 100 % 100, day: date % 100)
        else { return nil }
        let (hour, minute, seconds) = (time / 1_000_000, time / 10_000 % 100, time / 100 % 100)
        guard hour < 24, minute < 60, seconds < 60 else { return nil }
        self.second = day * 86_400 + hour * 3_600 + minute * 60 + seconds
        nanosecond = time % 100 * 10_000_000 + fraction
    }
}

extension UnsafeRawBufferPointer {
    /// The eight bytes from a place on, the first one lowest.
    @inline(__always)
    fileprivate subscript(word place: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}

extension UInt64 {
    /// Whether the byte at a place is that sign.
    @inline(__always)
    fileprivate func hasSign(_ sign: Unicode.Scalar, _ place: UInt64) -> Bool {
        UInt8(truncatingIfNeeded: self &>> (8 &* place)) == UInt8(ascii: sign)
    }

    /// The number that eight decimal digits stand for, the first one in the lowest byte; nil if they
    /// are none.
    ///
    /// Neighbours are put together, then pairs, then both halves, each step at once.
    @inline(__always)
    fileprivate var numberOfDigits: Int64? {
        let digits = self ^ 0x3030_3030_3030_3030
        guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        let twos = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (twos &* 100 &+ twos >> 16) & 0x0000_FFFF_0000_FFFF
        return Int64(truncatingIfNeeded: (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF)
    }
}

/// Reads one time from its text.
private struct TimeReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    private var isAtEnd: Bool { position == bytes.count }

    mutating func read() throws(ISO8601.Fault) -> ISO8601.Time {
        let day = try readDay()
        if isAtEnd { return ISO8601.Time(second: day * 86_400, nanosecond: 0) }
        guard skip("T") || skip("t") || skip(" ") else {
            throw ISO8601.Fault(reason: "a date is followed by “T” and a time")
        }
        let time = try readTime()
        let offset = try readOffset()
        guard isAtEnd else { throw ISO8601.Fault(reason: "something follows the time") }
        let second = day * 86_400 + time.second - offset
        return ISO8601.Time(second: second, nanosecond: time.nanosecond)
    }

    private mutating func readDay() throws(ISO8601.Fault) -> Int64 {
        guard
            let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2)
        else { throw ISO8601.Fault(reason: "a time begins with a date such as 2024-01-19") }
        guard let found = ISO8601.Time.day(year: year, month: month, day: day) else {
            throw ISO8601.Fault(reason: "there is no such day")
        }
        return found
    }

    /// Reads the time of a day, in which seconds and their fraction may be left out.
    private mutating func readTime() throws(ISO8601.Fault) -> ISO8601.Time {
        let fault = ISO8601.Fault(reason: "a time of day is such as 10:00:00 or 10:00:00.123")
        guard
            let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60
        else { throw fault }
        var second = hour * 3_600 + minute * 60
        guard skip(":") else { return ISO8601.Time(second: second, nanosecond: 0) }
        guard let seconds = digits(2), seconds < 60 else { throw fault }
        second += seconds
        guard skip(".") || skip(",") else { return ISO8601.Time(second: second, nanosecond: 0) }
        guard let nanosecond = fraction() else { throw fault }
        return ISO8601.Time(second: second, nanosecond: nanosecond)
    }

    /// Reads the nanoseconds of a fraction of a second, of any number of digits.
    private mutating func fraction() -> Int64? {
        let start = position
        var nanosecond: Int64 = 0
        var weight: Int64 = 100_000_000
        while let digit = digits(1) {
            nanosecond += digit * weight
            weight /= 10
        }
        return position > start ? nanosecond : nil
    }

    /// Reads by how many seconds a local time is ahead of UTC.
    private mutating func readOffset() throws(ISO8601.Fault) -> Int64 {
        if skip("Z") || skip("z") { return 0 }
        let fault = ISO8601.Fault(reason: "a time ends with “Z” or an offset from UTC")
        let isBehind = skip("-")
        guard isBehind || skip("+"), let hours = digits(2), hours < 24 else { throw fault }
        _ = skip(":")
        guard let minutes = digits(2), minutes < 60 else { throw fault }
        let offset = hours * 3_600 + minutes * 60
        return isBehind ? -offset : offset
    }

    private mutating func digits(_ count: Int) -> Int64? {
        guard bytes.count - position >= count else { return nil }
        var number: Int64 = 0
        for place in position..<position + count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int64(digit)
        }
        position += count
        return number
    }

    private mutating func skip(_ sign: Unicode.Scalar) -> Bool {
        guard !isAtEnd, bytes[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }
}
