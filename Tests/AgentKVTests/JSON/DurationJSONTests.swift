import AgentKVTesting
import Testing

@testable import AgentKV

@Suite struct DurationJSONTests {
    @Test(
        arguments: [
            (.zero, 0), (.seconds(5), 5), (.seconds(10), 10), (.seconds(-1), -1),
            (.milliseconds(1_500), 1.5), (.nanoseconds(1), 1e-9), (.nanoseconds(-1), -1e-9),
            (.microseconds(100), 0.0001),
            (Duration(attoseconds: 1), 1e-18), (.seconds(Int64.max), .integer(.max)),
            (Duration(attoseconds: 1_000_000_000_000_000_001), "1.000000000000000001"),
            (.seconds(123_456_789) + .nanoseconds(123_456_789), "123456789.123456789"),
            (Duration(attoseconds: .max), "170141183460469231731.687303715884105727"),
            (Duration(attoseconds: .min), "-170141183460469231731.687303715884105728"),
        ] as [(Duration, JSONValue)]
    )
    func `a duration is its seconds, a number where that is exact`(
        _ duration: Duration,
        _ expected: JSONValue
    ) throws {
        let json = try JSONValue(encoding: duration)
        #expect(json.description == expected.description)
        #expect(try JSONValue(parsing: json.utf8()).decoded() == duration)
    }

    @Test func `any duration comes back equal`() throws {
        var random = SplitMix64(seed: 3)
        for _ in 0..<5_000 {
            let bits = Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())
            let attoseconds = bits >> Int128(random.next() % 127)
            // With all digits, and with as few as a clock tells.
            for step in [1, 1_000_000_000, 1_000_000_000_000_000] as [Int128] {
                let duration = Duration(attoseconds: attoseconds / step * step)
                let json = try JSONValue(encoding: duration)
                let found = try JSONValue(parsing: json.utf8()).decoded(as: Duration.self)
                if found != duration { Issue.record("\(duration) became \(found) by \(json)") }
            }
        }
    }

    @Test func `the array that earlier versions wrote is read`() throws {
        let value: JSONValue = [0, 5_000_000_000_000_000_000]
        #expect(try value.decoded(as: Duration.self) == .seconds(5))
        let large: JSONValue = [27, 1_937_910_009_842_106_368]
        #expect(try large.decoded(as: Duration.self) == .seconds(500))
    }

    @Test(
        arguments: ["", "x", "5 s", true, nil, [1], [0, -1], ["0", 1], 1e-19, 1e30, [:]]
            as [JSONValue]
    )
    func `what is no duration, or finer than an attosecond, is refused`(_ value: JSONValue) {
        #expect(throws: JSONError.self) { try value.decoded(as: Duration.self) }
    }
}
