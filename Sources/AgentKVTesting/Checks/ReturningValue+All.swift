internal import Foundation

private enum Step: String, Codable, Sendable { case plan, pay }

private struct Names: Codable, Sendable, Equatable {
    var first: String?
    var weights: [Int: Float]
    var steps: [Step: Int]
    var text: Text?

    struct Text: Codable, Sendable, Equatable { var text = "\u{0}e\u{301}" }
}

extension ReturningValue {
    /// Values of the types that people put into records.
    static var all: [ReturningValue] { plain + times + numbers + ofFoundation }

    private static var plain: [ReturningValue] {
        [
            ReturningValue(true), ReturningValue(""),
            ReturningValue("a\u{0}b e\u{301} \u{2028} 🙂"),
            ReturningValue(Int.min), ReturningValue(UInt64(Int64.max)), ReturningValue(UInt8.max),
            ReturningValue(Int128(-5)), ReturningValue(UInt128(7)),
            ReturningValue(Float16(0.1)), ReturningValue(Float(0.1)),
            ReturningValue(Float.greatestFiniteMagnitude),
            ReturningValue([0.1 + 0.2, -0.0, 1e22, .leastNonzeroMagnitude]),
            ReturningValue(Double.greatestFiniteMagnitude),
            ReturningValue([1, nil, 3] as [Int?]), ReturningValue(Set([3, 1, 2])),
            ReturningValue(1...5), ReturningValue(1..<5),
            ReturningValue([1: "a", -2: "b"]), ReturningValue([Step.plan: 1, .pay: 2]),
            ReturningValue([0.5: [true]]), ReturningValue([Int64.min: "a"]),
            ReturningValue(ContiguousArray([1, 2])), ReturningValue(SIMD2(1.5, 2.5)),
            ReturningValue(Sample()), ReturningValue(Sample.Shape.circle(radius: 0.1)),
            ReturningValue(
                Names(weights: [1: 0.3], steps: [.pay: 1], text: Names.Text())
            ),
        ]
    }

    private static var times: [ReturningValue] {
        var random = SplitMix64(seed: 8)
        func dates(_ range: ClosedRange<Double>) -> [Date] {
            (0..<50).map { _ in
                Date(timeIntervalSinceReferenceDate: .random(in: range, using: &random))
            }
        }
        let now = 8e8...9e8
        return [
            ReturningValue(Date(timeIntervalSince1970: 1_700_000_000.1)),
            ReturningValue(Date.distantPast), ReturningValue(Date.distantFuture),
            ReturningValue(dates(now)), ReturningValue(dates(-1e10...1e10)),
            ReturningValue(dates(-1e6...1e6)), ReturningValue(dates(-1e-6...1e-6)),
            ReturningValue(dates(-1e12...1e12)), ReturningValue(dates(-1e300...1e300)),
            ReturningValue([dates(now)[0]: 1]), ReturningValue(Set(dates(now))),
            ReturningValue(DateInterval(start: dates(now)[0], duration: 0.1)),
            ReturningValue(
                [.zero, .seconds(5), .seconds(10), .seconds(-1), .milliseconds(1_500)] as [Duration]
            ),
            ReturningValue(
                [.nanoseconds(1), .nanoseconds(Int64.max), .microseconds(-7), .seconds(1e15)]
                    as [Duration]
            ),
            ReturningValue(
                [1, -1, .max, .min, 1 << 64, 12_345_678_901_234_567_890_123].map {
                    Duration(attoseconds: $0)
                }
            ),
            ReturningValue(ContinuousClock.now),
            ReturningValue(DateComponents(timeZone: .gmt, year: 2026, month: 2, day: 28)),
            ReturningValue(Calendar(identifier: .iso8601)), ReturningValue(TimeZone.gmt),
            ReturningValue(Locale(identifier: "de_DE")),
        ]
    }

    private static var numbers: [ReturningValue] {
        [
            "0.1", "1.10", "3.133", "-0.00001", "99999999999999.99", "1234567890.1234567891",
            "12345678901234567890", "10000000000000000.01", "100000000000000000000", "1e100",
            "-99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
        ].compactMap { Decimal(string: $0).map(ReturningValue.init) } + [
            ReturningValue(Decimal.greatestFiniteMagnitude),
            ReturningValue(Decimal.leastNonzeroMagnitude), ReturningValue(Decimal.pi),
            ReturningValue(Measurement(value: 1.5, unit: UnitLength.meters)),
            ReturningValue(CGPoint(x: 0.1, y: -2)), ReturningValue(NSRange(location: 1, length: 2)),
        ]
    }

    private static var ofFoundation: [ReturningValue] {
        let base = URL(string: "https://example.org/a/b?c")
        let urls = [
            base, URL(string: "https://example.org/a%20b?c=d#e"), URL(string: "mailto:a@b.c"),
            URL(string: "../d", relativeTo: base), URL(string: "?x", relativeTo: base),
            URL(fileURLWithPath: "/tmp/a b/ü"), URL(fileURLWithPath: "a", isDirectory: true),
        ]
        return urls.compactMap { $0.map(ReturningValue.init) } + [
            ReturningValue(Data([0, 1, 254, 255])), ReturningValue(Data()), ReturningValue(UUID()),
            ReturningValue([UUID(): 1]), ReturningValue(IndexSet([1, 2, 5])),
            ReturningValue(IndexPath(indexes: [1, 2])),
            ReturningValue(CharacterSet.decimalDigits),
            ReturningValue(URLComponents(string: "https://example.org/?a=b")),
            ReturningValue(PersonNameComponents(givenName: "Ada", familyName: "Lovelace")),
        ]
    }
}
