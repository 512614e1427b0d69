import AgentKVTesting
import FoundationEssentials
import Testing

@testable import AgentKV

/// A `Date` in JSON comes back as the same `Double` of seconds.
@Suite struct DateJSONTests {
    private func returned(_ date: Date) throws -> Date {
        let text = try JSONValue(encoding: date).utf8()
        return try JSONValue(parsing: text).decoded(as: Date.self)
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000000000Z"), (-0.5, "1969-12-31T23:59:59.500000000Z"),
        (1_709_164_799.25, "2024-02-28T23:59:59.250000000Z"),
        (1_705_658_400.123456, "2024-01-19T10:00:00.123456001Z"),
        (978_307_200.125, "2001-01-01T00:00:00.125000000Z"),
        (-62_167_219_200, "0000-01-01T00:00:00.000000000Z"),
        (253_402_300_799, "9999-12-31T23:59:59.000000000Z"),
    ])
    func `a date of these years is text in UTC with nine digits`(
        _ seconds: Double,
        _ text: String
    ) throws {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(try JSONValue(encoding: date) == .string(text))
        #expect(try returned(date) == date)
    }

    @Test(arguments: [-62_167_219_201, 253_402_300_800, 1e12, -1e300])
    func `a date of another year is a number`(_ seconds: Double) throws {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(try JSONValue(encoding: date) == .number(date.timeIntervalSince1970))
        #expect(try returned(date) == date)
    }

    @Test func `around 2001 a date may be a number, or say both`() throws {
        // A number of seconds since 1970 that becomes a date has steps that it cannot hold itself.
        let date = Date(timeIntervalSince1970: 978_307_200.1)
        #expect(try JSONValue(encoding: date) == 978_307_200.1)
        #expect(try returned(date) == date)
        // What is written in decimals is text as everywhere.
        let decimal = Date(timeIntervalSinceReferenceDate: -0.1)
        #expect(try JSONValue(encoding: decimal) == "2000-12-31T23:59:59.900000000Z")
        let fine = Date(timeIntervalSinceReferenceDate: 1_234_567.1234567891)
        let text =
            "2001-01-15T06:56:07.123456789Z = 1234567.1234567892 s since 2001-01-01T00:00:00Z"
        #expect(try JSONValue(encoding: fine) == .string(text))
        #expect(try returned(fine) == fine)
        // Nanoseconds are rounded, up to the next second too.
        let almost = Date(timeIntervalSinceReferenceDate: 4.9999999999)
        let rounded = "2001-01-01T00:00:05.000000000Z = 4.9999999999 s since 2001-01-01T00:00:00Z"
        #expect(try JSONValue(encoding: almost) == .string(rounded))
        #expect(try returned(almost) == almost)
    }

    @Test func `any date comes back equal`() throws {
        var random = SplitMix64(seed: 1)
        func check(_ seconds: Double) throws {
            let date = Date(timeIntervalSinceReferenceDate: seconds)
            let found = try returned(date)
            if found != date { Issue.record("\(seconds) became \(found)") }
        }
        for _ in 0..<5_000 {
            let seconds = Double(bitPattern: random.next())
            if seconds.isFinite { try check(seconds) }
        }
        // From one nanosecond to 100 million years, both ways, with all digits and with few.
        for exponent in -9..<16 {
            let scale = (0..<abs(exponent)).reduce(1.0) { x, _ in exponent < 0 ? x / 10 : x * 10 }
            for _ in 0..<200 {
                let seconds = Double.random(in: -10...10, using: &random) * scale
                try check(seconds)
                try check((seconds * 1_000).rounded() / 1_000)
                try check(Date(timeIntervalSince1970: seconds).timeIntervalSinceReferenceDate)
            }
        }
        for edge in [-63_145_526_400, 252_423_993_600, 8_388_608, 9e6, 0x1p38, 0x1p53] {
            for sign in [1.0, -1] {
                var (up, down) = (edge * sign, edge * sign)
                for _ in 0..<20 {
                    try check(up)
                    try check(down)
                    (up, down) = (up.nextUp, down.nextDown)
                }
            }
        }
    }

    @Test func `texts sort as the dates do`() throws {
        var random = SplitMix64(seed: 2)
        let dates = (0..<500).map { _ in
            Date(timeIntervalSinceReferenceDate: .random(in: -6e10...2.5e11, using: &random))
        }
        let texts = try dates.sorted().map { date -> String in
            guard case .string(let text) = try JSONValue(encoding: date) else { return "" }
            return text
        }
        #expect(texts.allSatisfy { $0.utf8.count == 30 })
        #expect(texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } == texts)
    }

    @Test(arguments: [
        "2024-01-19T10:00:00Z", "2024-01-19T10:00Z", "2024-01-19t10:00:00.0z",
        "2024-01-19T12:30:00+02:30", "2024-01-19 05:30:00-0430",
        "2024-01-19T10:00:00.0000000000004Z",
    ])
    func `text that others write is read`(_ text: String) throws {
        let date = Date(timeIntervalSince1970: 1_705_658_400)
        #expect(try JSONValue.string(text).decoded(as: Date.self) == date)
        let fine = try JSONValue.string("2024-01-19T10:00:00.123Z").decoded(as: Date.self)
        #expect(fine == Date(timeIntervalSinceReferenceDate: 727_351_200.123))
        #expect(
            try JSONValue.string("2024-01-19").decoded(as: Date.self)
                == Date(timeIntervalSince1970: 1_705_622_400)
        )
    }

    @Test func `what is no date is refused, and the error says why and where`() throws {
        let value: JSONValue = ["at": ["2024-01-19T10:00:00"]]
        let error = #expect(throws: JSONError.self) { try value.decoded(as: [String: [Date]].self) }
        #expect(error?.path == "$.at[0]")
        #expect(error?.reason.contains("“Z” or an offset from UTC") == true)
        #expect(error?.reason.contains("“2024-01-19T10:00:00”") == true)
        for value in [
            "", " s since 2001-01-01T00:00:00Z", "x s since 2001-01-01T00:00:00Z", true,
            nil, "nan s since 2001-01-01T00:00:00Z",
        ] as [JSONValue] {
            #expect(throws: JSONError.self) { try value.decoded(as: Date.self) }
        }
    }
}
