import AgentKV
import AgentKVTesting
import FoundationEssentials
import Testing

@Suite struct DecimalJSONTests {
    @Test(
        arguments: [
            ("0.1", 0.1), ("3.133", 3.133), ("-2.50", -2.5), ("7", 7), ("0.00001", 1e-5),
            ("-9223372036854775808", .integer(.min)), ("1e30", 1e30),
            ("99999999999999.99", "99999999999999.99"),
            ("1234567890.1234567891", "1234567890.1234567891"),
            ("12345678901234567890", "12345678901234567890"),
            ("10000000000000000.01", "10000000000000000.01"),
        ] as [(String, JSONValue)]
    )
    func `a decimal is a number where that is exact, and else text`(
        _ text: String,
        _ expected: JSONValue
    ) throws {
        let decimal = try #require(Decimal(string: text))
        let json = try JSONValue(encoding: decimal)
        #expect(json.description == expected.description)
        #expect(try JSONValue(parsing: json.text()).decoded() == decimal)
    }

    @Test(arguments: [0, 0.0, -0.0, "0", "-0", "0.00", "-0.0", "0e7"] as [JSONValue])
    func `zero is zero however it is written`(_ value: JSONValue) throws {
        #expect(try value.decoded(as: Decimal.self) == 0)
        #expect(try value.decoded(as: Duration.self) == .zero)
    }

    @Test func `decimals of all sizes come back equal`() throws {
        var random = SplitMix64(seed: 9)
        for _ in 0..<3_000 {
            let digits = (0..<Int.random(in: 1...37, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random).description
            }.joined()
            let exponent = Int.random(in: -80...80, using: &random)
            let decimal = try #require(Decimal(string: "-\(digits)e\(exponent)"))
            let text = try JSONValue(encoding: decimal).text()
            let found = try JSONValue(parsing: text).decoded(as: Decimal.self)
            if found != decimal { Issue.record("\(decimal) became \(found) by \(text)") }
        }
    }

    @Test(
        arguments: [
            "", "x", "1x", " 1", "1.", ".5", "+1", "1e", "0x1", "1,5", "NaN",
            "1.000000000000000000000000000000000000000000000000000001", true, nil, [1],
        ] as [JSONValue]
    )
    func `what is no decimal, or has more digits than one holds, is refused`(
        _ value: JSONValue
    ) {
        #expect(throws: JSONError.self) { try value.decoded(as: Decimal.self) }
    }

    @Test func `integers beyond Int64 are refused as other types, and the error says where`() {
        let error = #expect(throws: JSONError.self) {
            try JSONValue(encoding: ["a": [UInt64.max]])
        }
        #expect(error?.description.hasPrefix("$.a[0]: the integer 18446744073709551615") == true)
    }
}
