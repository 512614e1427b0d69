import AgentKV
import FoundationEssentials
import Testing

@Suite struct JSONEncodingTests {
    @Test func `a struct becomes an object, members in their order`() throws {
        let value = try JSONValue(encoding: Person(name: "Ada", age: 36, nick: nil, tags: ["a"]))
        #expect(value.description == #"{"name":"Ada","age":36,"tags":["a"]}"#)
    }

    @Test func `scalars and optionals stand at the top`() throws {
        #expect(try JSONValue(encoding: 1) == .integer(1))
        #expect(try JSONValue(encoding: "a") == "a")
        #expect(try JSONValue(encoding: true) == true)
        #expect(try JSONValue(encoding: 1.5 as Float) == 1.5)
        #expect(try JSONValue(encoding: UInt64(7)) == 7)
        #expect(try JSONValue(encoding: Int128(-7)) == -7)
        #expect(try JSONValue(encoding: Int?.none) == .null)
        #expect(try JSONValue(encoding: Int??.some(nil)) == .null)
        #expect(try JSONValue(encoding: Int?.some(3)) == 3)
        #expect(try JSONValue(encoding: [1, nil, 3] as [Int?]) == [1, nil, 3])
        #expect(try JSONValue(encoding: Mood.glad) == "glad")
    }

    @Test func `dictionaries become objects whatever their keys`() throws {
        #expect(try JSONValue(encoding: [1: "a"]) == ["1": "a"])
        #expect(try JSONValue(encoding: [Mood.glad: 1]) == ["glad": 1])
    }

    @Test func `an enum's payload lies under its case`() throws {
        #expect(try JSONValue(encoding: Shape.circle(radius: 2)) == ["circle": ["radius": 2]])
        #expect(try JSONValue(encoding: Shape.point) == ["point": [:]])
    }

    @Test func `a value that writes nothing is an empty object`() throws {
        struct Nothing: Encodable {
            func encode(to encoder: any Encoder) {}
        }
        #expect(try JSONValue(encoding: Nothing()) == [:])
        #expect(try JSONValue(encoding: [Nothing()]) == [[:]])
    }

    @Test func `a class and its superclass share or nest their members`() throws {
        #expect(try JSONValue(encoding: Shared()) == ["base": 1, "own": 2])
        #expect(try JSONValue(encoding: Nested()) == ["own": 2, "super": ["base": 1]])
    }

    @Test func `nested containers and super encoders land where they were asked for`() throws {
        let value = try JSONValue(encoding: Containers())
        #expect(value == ["a": ["x": 1], "b": [1, [2], ["y": 3], "z", nil], "c": [:], "d": 5])
    }

    @Test func `types of Foundation have their JSON`() throws {
        let date = Date(timeIntervalSince1970: 1.5)
        #expect(try JSONValue(encoding: date) == "1970-01-01T00:00:01.500000000Z")
        #expect(try JSONValue(encoding: Data([1, 2, 255])) == "AQL/")
        let url = try #require(URL(string: "https://a.b/c?d"))
        #expect(try JSONValue(encoding: [url]) == ["https://a.b/c?d"])
        #expect(try JSONValue(encoding: Decimal(5)) == .integer(5))
        #expect(try JSONValue(encoding: Decimal(string: "3.133")) == .number(3.133))
        let uuid = UUID()
        #expect(try JSONValue(encoding: uuid) == .string(uuid.uuidString))
    }

    @Test func `a JSON value stays as it is, also inside other values`() throws {
        let value: JSONValue = ["a": [1, 2.0, nil]]
        #expect(try JSONValue(encoding: value).description == value.description)
        #expect(try JSONValue(encoding: ["x": [value]]) == ["x": [value]])
        let object: JSONObject = ["z": 1, "a": 2]
        #expect(try JSONValue(encoding: [object]).description == #"[{"z":1,"a":2}]"#)
    }

    @Test func `what JSON cannot hold is refused with its path`() throws {
        expectRefusal(at: "$", of: Double.nan)
        expectRefusal(at: "$[1]", of: [1, .infinity])
        expectRefusal(at: "$.a", of: ["a": Float.infinity])
        expectRefusal(at: "$.a[0]", of: ["a": [UInt64.max]])
        expectRefusal(at: "$[\"a b\"]", of: ["a b": UInt.max])
        expectRefusal(at: "$[0].number", of: [["number": Int128.max]])
        expectRefusal(at: "$", of: UInt128.max)
        expectRefusal(at: "$[0]", of: [Date(timeIntervalSince1970: .infinity)])
        expectRefusal(at: "$.a", of: ["a": Decimal.nan])
        expectRefusal(at: "$.a[1].b", of: ["a": [1, ["b": .number(.nan)]] as JSONValue])
    }

    @Test func `an error of the value itself comes through as it is`() {
        struct Own: Error {}
        struct Failing: Encodable {
            func encode(to encoder: any Encoder) throws { throw Own() }
        }
        #expect(throws: Own.self) { try JSONValue(encoding: [Failing()]) }
    }

    private func expectRefusal(at path: String, of value: some Encodable) {
        let error = #expect(throws: JSONError.self) { try JSONValue(encoding: value) }
        #expect(error?.kind == .unrepresentable)
        #expect(error?.path == path)
    }
}

private struct Containers: Encodable {
    func encode(to encoder: any Encoder) throws {
        var root = encoder.container(keyedBy: Key.self)
        var inner = root.nestedContainer(keyedBy: Key.self, forKey: .a)
        var list = root.nestedUnkeyedContainer(forKey: .b)
        try list.encode(1)
        var nestedList = list.nestedUnkeyedContainer()
        var nestedObject = list.nestedContainer(keyedBy: Key.self)
        let superEncoder = list.superEncoder()
        try list.encodeNil()
        _ = root.superEncoder(forKey: .c)
        _ = root.nestedContainer(keyedBy: Key.self, forKey: .d)
        try root.encode(5, forKey: .d)
        try inner.encode(1, forKey: .x)
        try nestedList.encode(2)
        try nestedObject.encode(3, forKey: .y)
        try "z".encode(to: superEncoder)
    }

    private enum Key: CodingKey {
        case a
        case b
        case c
        case d
        case x
        case y
    }
}
