import AgentKV
import FoundationEssentials
import Testing

@Suite struct JSONDecodingTests {
    @Test func `a struct is read from an object, members in any order`() throws {
        let value: JSONValue = ["tags": ["a"], "other": nil, "age": 36, "nick": nil, "name": "Ada"]
        let person = Person(name: "Ada", age: 36, nick: nil, tags: ["a"])
        #expect(try value.decoded() == person)
    }

    @Test func `scalars and optionals stand at the top`() throws {
        #expect(try JSONValue.integer(7).decoded(as: Int8.self) == 7)
        #expect(try JSONValue.integer(7).decoded(as: UInt128.self) == 7)
        #expect(try JSONValue.null.decoded(as: Int?.self) == nil)
        #expect(try JSONValue.integer(7).decoded(as: Int?.self) == 7)
        #expect(try ([1, nil] as JSONValue).decoded(as: [Int?].self) == [1, nil])
        #expect(try JSONValue.string("sad").decoded(as: Mood.self) == .sad)
    }

    @Test func `dictionaries, enums and classes are read as they were written`() throws {
        #expect(try JSONValue(encoding: [1: "a"]).decoded() == [1: "a"])
        #expect(try JSONValue(encoding: [Mood.glad: 1]).decoded() == [Mood.glad: 1])
        #expect(
            try JSONValue(encoding: Shape.circle(radius: 2)).decoded() == Shape.circle(radius: 2)
        )
        let shared: JSONValue = ["base": 3, "own": 4]
        #expect(try shared.decoded(as: Shared.self).base == 3)
        let nested: JSONValue = ["super": ["base": 3], "own": 4]
        #expect(try nested.decoded(as: Nested.self).base == 3)
        let uuid = UUID()
        #expect(try JSONValue(encoding: uuid).decoded() == uuid)
    }

    @Test func `types of Foundation are read back`() throws {
        let url = try #require(URL(string: "https://a.b/c?d"))
        let decimal = try #require(Decimal(string: "3.133"))
        #expect(try JSONValue.number(1.5).decoded() == Date(timeIntervalSince1970: 1.5))
        #expect(try JSONValue.integer(2).decoded() == Date(timeIntervalSince1970: 2))
        #expect(try JSONValue.string("AQL/").decoded() == Data([1, 2, 255]))
        #expect(try JSONValue(encoding: [url]).decoded() == [url])
        #expect(try JSONValue(encoding: decimal).decoded() == decimal)
        #expect(try JSONValue.integer(.max).decoded() == Decimal(Int64.max))
    }

    @Test func `a JSON value is read as it is, also inside other values`() throws {
        let value: JSONValue = ["a": [1, 2.0, nil]]
        #expect(try value.decoded(as: JSONValue.self).description == value.description)
        #expect(try value.decoded(as: [String: JSONValue].self) == ["a": [1, 2.0, nil]])
        #expect(try value.decoded(as: JSONObject.self)["a"] == [1, 2, nil])
    }

    @Test func `nothing is rounded in silence`() throws {
        #expect(try JSONValue.number(2).decoded(as: Int.self) == 2)
        #expect(try JSONValue.integer(1 << 53).decoded(as: Double.self) == 0x1p53)
        #expect(try JSONValue.number(0.1).decoded(as: Float.self) == 0.1)
        expectMismatch(.number(2.5), as: Int.self)
        expectMismatch(.number(0x1p63), as: Int.self)
        expectMismatch(.number(.nan), as: Int.self)
        expectMismatch(.integer(1 << 53 + 1), as: Double.self)
        expectMismatch(.integer(1 << 24 + 1), as: Float.self)
        expectMismatch(.number(1e300), as: Float.self)
        expectMismatch(300, as: Int8.self)
        expectMismatch(-1, as: UInt.self)
    }

    @Test func `a value of another type does not fit`() {
        expectMismatch(1, as: Bool.self)
        expectMismatch("1", as: Int.self)
        expectMismatch(1, as: String.self)
        expectMismatch(nil, as: String.self)
        expectMismatch("*", as: Data.self)
        expectMismatch("x", as: Date.self)
        expectMismatch([], as: Person.self)
        expectMismatch([:], as: [Int].self)
        expectMismatch("angry", as: Mood.self)
        expectMismatch(1, as: JSONObject.self)
        expectMismatch(.number(.leastNonzeroMagnitude), as: Decimal.self)
    }

    @Test(
        arguments: [
            (
                ["name": "Ada", "age": 1, "tags": ["a", 2]], "$.tags[1]",
                "expected text, found the integer 2"
            ),
            (["name": "Ada", "tags": []], "$.age", "the member is missing"),
            (["name": "Ada", "age": nil, "tags": []], "$.age", "found null"),
            ([], "$", "expected an object, found an array"),
        ] as [(JSONValue, String, String)]
    )
    func `the error names path and reason`(value: JSONValue, path: String, reason: String) throws {
        let error = try #require(throws: JSONError.self) { try value.decoded(as: Person.self) }
        #expect(error.kind == .mismatch)
        #expect(error.path == path)
        #expect(error.reason.contains(reason))
        #expect(error.description.hasPrefix(path + ": "))
    }

    @Test func `inside a type the errors are decoding errors, so that it can try something else`()
        throws
    {
        struct Flexible: Decodable, Equatable {
            let number: Int

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                do {
                    number = try container.decode(Int.self)
                } catch DecodingError.typeMismatch {
                    number = try container.decode(String.self).utf8.count
                }
            }
        }
        #expect(
            try (["abc", 7] as JSONValue).decoded(as: [Flexible].self).map(\.number) == [3, 7]
        )
    }

    @Test func `an element that does not fit can be tried again as another type`() throws {
        struct Mixed: Decodable {
            var texts: [String] = []
            var nulls = 0

            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                while !container.isAtEnd {
                    if try container.decodeNil() {
                        nulls += 1
                    } else if let number = try? container.decode(Int.self) {
                        texts.append("\(number)")
                    } else {
                        texts.append(try container.decode(String.self))
                    }
                }
                _ = try container.decode(Int.self)
            }
        }
        let error = #expect(throws: JSONError.self) {
            try ([1, nil, "a"] as JSONValue).decoded(as: Mixed.self)
        }
        #expect(error?.path == "$[3]")
    }

    @Test
    func `an error of the type itself comes through as it is, a decoding error with its path`() {
        struct Own: Error {}
        struct Failing: Decodable {
            init(from decoder: any Decoder) throws { throw Own() }
        }
        struct Corrupted: Decodable {
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "too odd")
            }
        }
        let value: JSONValue = ["a": [1]]
        #expect(throws: Own.self) { try value.decoded(as: [String: [Failing]].self) }
        let error = #expect(throws: JSONError.self) {
            try value.decoded(as: [String: [Corrupted]].self)
        }
        #expect(error?.description == "$.a[0]: too odd")
    }

    private func expectMismatch<V: Decodable>(_ value: JSONValue, as type: V.Type) {
        let error = #expect(throws: JSONError.self) { try value.decoded(as: type) }
        #expect(error?.kind == .mismatch)
        #expect(error?.path == "$")
    }
}
