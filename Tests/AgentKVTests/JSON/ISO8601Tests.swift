import Testing

@testable import AgentKV

@Suite struct ISO8601Tests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_705_658_400_123, "2024-01-19T10:00:00.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func `a time has one text, which reads back`(_ milliseconds: Int64, _ text: String) {
        #expect(ISO8601.text(milliseconds: milliseconds) == text)
        #expect(ISO8601.milliseconds(text) == milliseconds)
    }

    @Test func `every day of 400 years reads back`() {
        for day in Int64(-73_000)..<73_097 {
            let midnight = day * 86_400_000
            if ISO8601.milliseconds(ISO8601.text(milliseconds: midnight)) != midnight {
                Issue.record("day \(day)")
            }
        }
    }

    @Test(
        arguments: [
            ("2024-01-19", 1_705_622_400_000), ("2024-01-19T10:00Z", 1_705_658_400_000),
            ("2024-01-19T10:00:00Z", 1_705_658_400_000),
            ("2024-01-19t12:00:00+02:00", 1_705_658_400_000),
            ("2024-01-19 05:30:00-0430", 1_705_658_400_000),
            ("2024-01-19T10:00:00.1Z", 1_705_658_400_100),
            ("2024-01-19T10:00:00.123999Z", 1_705_658_400_123),
        ] as [(String, Int64)]
    )
    func `dates, offsets and fractions are read`(_ text: String, _ milliseconds: Int64) {
        #expect(ISO8601.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2024", "2024-13-01", "2024-00-01", "2024-02-30", "2023-02-29", "2024-01-32",
        "2024-1-1", "2024-01-19T24:00:00Z", "2024-01-19T10:60:00Z", "2024-01-19T10:00:60Z",
        "2024-01-19T10:00:00", "2024-01-19T10:00:00.Z", "2024-01-19T10:00:00Zx", "2024-01-19T10Z",
        "20240119T100000Z", " 2024-01-19", "-2024-01-19", "2024-01-19T10:00:00+2", "٢024-01-19",
    ])
    func `what is no time is refused`(_ text: String) {
        #expect(ISO8601.milliseconds(text) == nil)
    }

    @Test func `nine digits read as ten do, whatever stands in their text`() {
        let text = Array("2024-02-29T23:59:59.123456789Z".utf8)
        for place in text.indices {
            for byte in UInt8(0x20)..<0x7F {
                var changed = text
                changed[place] = byte
                var longer = changed
                longer.insert(UInt8(ascii: "0"), at: longer.count - 1)
                let time = try? ISO8601.Time(String(decoding: changed, as: UTF8.self))
                let same = try? ISO8601.Time(String(decoding: longer, as: UTF8.self))
                if time?.second != same?.second || time?.nanosecond != same?.nanosecond {
                    Issue.record("\(String(decoding: changed, as: UTF8.self))")
                }
            }
        }
    }

    @Test func `each month has its days`() {
        for year in [1900, 2000, 2023, 2024] {
            for (number, days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                let isLeap = number == 1 && year % 4 == 0 && year != 1900
                let month = "\(year)-\(number < 9 ? "0" : "")\(number + 1)"
                let last = days + (isLeap ? 1 : 0)
                #expect(ISO8601.milliseconds("\(month)-\(last)") != nil)
                #expect(ISO8601.milliseconds("\(month)-\(last + 1)") == nil)
            }
        }
    }

    @Test func `days far away read as what they are, and none overflows`() {
        #expect(ISO8601.text(milliseconds: .min) == "-292275055-05-16T16:47:04.192Z")
        #expect(ISO8601.text(milliseconds: .max) == "292278994-08-17T07:12:55.807Z")
        #expect(ISO8601.text(milliseconds: 253_402_300_800_000) == "10000-01-01T00:00:00.000Z")
        #expect(ISO8601.text(milliseconds: -62_167_219_200_001) == "-0001-12-31T23:59:59.999Z")
        #expect(ISO8601.milliseconds("0000-01-01") == -62_167_219_200_000)
    }

    @Test(arguments: [
        ("now", "a time begins with a date such as 2024-01-19"),
        ("2024-02-30", "there is no such day"),
        ("2024-01-19x", "a date is followed by “T” and a time"),
        ("2024-01-19T10:60:00Z", "a time of day is such as 10:00:00 or 10:00:00.123"),
        ("2024-01-19T10:00:00", "a time ends with “Z” or an offset from UTC"),
        ("2024-01-19T10:00:00Zx", "something follows the time"),
    ])
    func `a refusal says what is wrong`(_ text: String, _ reason: String) {
        let fault = #expect(throws: ISO8601.Fault.self) { try ISO8601.Time(text) }
        #expect(fault?.reason.description == reason)
    }
}
