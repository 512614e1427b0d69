import AgentKV
import FoundationEssentials
import Testing

@Suite struct JSONFoundationCoderTests {
    @Test(arguments: 0..<200)
    func `random values go through Foundation's coders and back`(seed: Int) throws {
        var generator = JSONGenerator(seed: seed)
        let value = generator.value()
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
        #expect(try JSONValue(parsing: data) == value)
        let own = Data(try value.text().utf8)
        #expect(try JSONDecoder().decode(JSONValue.self, from: own) == value)
    }

    @Test(arguments: 0..<100)
    func `random typed values become JSON and back`(seed: Int) throws {
        var generator = JSONGenerator(seed: seed)
        let record = Record(
            text: generator.text(),
            integer: Int64.random(in: .min ... .max, using: &generator),
            small: UInt8.random(in: .min ... .max, using: &generator),
            number: generator.number(),
            flag: seed % 2 == 0,
            maybe: seed % 3 == 0 ? nil : seed,
            json: generator.value(),
            children: [[:], [1: .point, seed + 2: .circle(radius: generator.number())]]
        )
        let value = try JSONValue(encoding: record)
        #expect(try value.decoded() == record)
        #expect(try JSONValue(parsing: value.text()).decoded() == record)
        #expect(try JSONValue(parsing: JSONEncoder().encode(record)) == value)
        #expect(try JSONDecoder().decode(Record.self, from: Data(value.text().utf8)) == record)
    }

    @Test func `integers stay exact`() throws {
        let data = Data("[9223372036854775807,-9223372036854775808,9007199254740993]".utf8)
        let value: JSONValue = [.integer(.max), .integer(.min), 9_007_199_254_740_993]
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
        #expect(try JSONEncoder().encode(value) == data)
    }

    @Test(arguments: [
        "9223372036854775808", "18446744073709551615", #"{"a":[9223372036854775809]}"#,
    ])
    func `an integer outside Int64 is an error and no rounded number`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        }
    }

    @Test func `an object alone is codable, and nothing else is an object`() throws {
        let object: JSONObject = ["a": 1]
        let data = try JSONEncoder().encode(object)
        #expect(try JSONDecoder().decode(JSONObject.self, from: data) == object)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(JSONObject.self, from: Data("[]".utf8))
        }
    }
}

private struct Record: Codable, Equatable {
    var text: String
    var integer: Int64
    var small: UInt8
    var number: Double
    var flag: Bool
    var maybe: Int?
    var json: JSONValue
    var children: [[Int: Shape]]
}
