/// A duration as JSON: its seconds, an integer or a number where the shortest text of that number
/// says them exactly, and else text, such as `"1.000000000000000001"`.
///
/// The standard library would make an array of it: the upper and the lower half of its attoseconds,
/// of which the lower one can be an integer outside `Int64`. Earlier versions wrote that where it
/// could be, and it is still read.
extension Duration {
    fileprivate static var attosecond: Duration { .nanoseconds(1) / 1_000_000_000 }
    private static var second: Int128 { 1_000_000_000_000_000_000 }
    private static var nanosecond: Int128 { 1_000_000_000 }
    /// Fewer nanoseconds have at most 15 digits: each such number of seconds is a `Double` of its
    /// own, and that one's shortest text.
    private static var exactNanoseconds: Double { 1e15 }

    func json() -> JSONValue {
        let (seconds, rest) = attoseconds.quotientAndRemainder(dividingBy: Self.second)
        if rest == 0, let integer = Int64(exactly: seconds) { return .integer(integer) }
        let (nanoseconds, finer) = attoseconds.quotientAndRemainder(dividingBy: Self.nanosecond)
        if finer == 0, Double(nanoseconds).magnitude < Self.exactNanoseconds {
            return .number(Double(nanoseconds) / 1e9)
        }
        let text = Self.text(seconds: seconds, rest: rest)
        if let number = Double(text), DecimalText(number.description) == DecimalText(text) {
            return .number(number)
        }
        return .string(text)
    }

    /// Returns the nanoseconds whose seconds are that number, where they are few enough; nil if they
    /// are more or finer.
    fileprivate static func nanoseconds(ofSeconds number: Double) -> Int64? {
        let scaled = number * 1e9
        guard scaled.magnitude < exactNanoseconds else { return nil }
        let nearest = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
        return Double(nearest) / 1e9 == number ? nearest : nil
    }

    /// Returns seconds and attoseconds, of one sign, as a number with as many digits as it takes.
    private static func text(seconds: Int128, rest: Int128) -> String {
        let sign = seconds < 0 || rest < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(seconds.magnitude)" }
        let digits = (second.magnitude + rest.magnitude).description.dropFirst()
        let end = digits.lastIndex { $0 != "0" } ?? digits.startIndex
        return "\(sign)\(seconds.magnitude).\(digits[...end])"
    }
}

extension JSONValue {
    /// Returns the value as a duration.
    ///
    /// - Throws: ``JSONError`` if it is none, or finer than an attosecond.
    func duration() throws(JSONError) -> Duration {
        let text: String
        switch self {
        case .integer(let integer):
            return .seconds(integer)
        case .array(let halves) where halves.count == 2:
            let high = try halves[0].integer(Int64.self)
            let low = try halves[1].integer(UInt64.self)
            return Duration.attosecond * (Int128(high) << 64 | Int128(low))
        case .number(let number):
            if let exact = Duration.nanoseconds(ofSeconds: number) { return .nanoseconds(exact) }
            text = number.description
        case .string(let digits):
            text = digits
        case .null, .bool, .array, .object:
            throw mismatch("a number of seconds")
        }
        guard let attoseconds = DecimalText(text)?.scaled(byPowerOfTen: 18) else {
            throw mismatch("a number of seconds with at most 18 digits behind the point")
        }
        return Duration.attosecond * attoseconds
    }
}
