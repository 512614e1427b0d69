import AgentKV
import Testing

@Suite struct JSONValueTests {
    @Test func `a value is small`() {
        #expect(MemoryLayout<JSONValue>.size <= 17)
        #expect(MemoryLayout<JSONObject>.size <= 16)
    }

    @Test func `literals make every case`() {
        let value: JSONValue = [
            "null": nil, "flag": true, "integer": 1, "number": 1.5, "text": "a\(1 + 1)",
            "array": [1, "b", [:]],
        ]
        #expect(value["null"] == .null)
        #expect(value["flag"] == .bool(true))
        #expect(value["integer"] == .integer(1))
        #expect(value["number"] == .number(1.5))
        #expect(value["text"] == .string("a2"))
        #expect(value["array"] == .array([.integer(1), .string("b"), .object([:])]))
    }

    @Test func `of a repeated name in a literal the last value counts, at the place of the first`()
    {
        let value: JSONValue = ["a": 1, "b": 2, "a": 3]
        #expect(value.description == #"{"a":3,"b":2}"#)
    }

    @Test func `a missing member is nil and a null member is null`() {
        let value: JSONValue = ["a": nil]
        #expect(value["a"] == .some(.null))
        #expect(value["b"] == nil)
        #expect(JSONValue.integer(1)["a"] == nil)
    }

    @Test(arguments: [-1, 2, .max, .min])
    func `an element out of range is nil`(index: Int) {
        #expect((["a", "b"] as JSONValue)[index] == nil)
    }

    @Test func `an element is found by its position`() {
        #expect((["a", "b"] as JSONValue)[1] == "b")
        #expect(("ab" as JSONValue)[0] == nil)
    }

    @Test func `the description is compact JSON`() {
        let value: JSONValue = ["a": [1, 2.5, nil, true], "b": "x\"\n"]
        #expect(value.description == #"{"a":[1,2.5,null,true],"b":"x\"\n"}"#)
    }

    @Test func `the description shows numbers that JSON cannot hold`() {
        let value: JSONValue = [.number(.nan), .number(.infinity), .number(-.infinity)]
        #expect(value.description == "[nan,inf,-inf]")
    }

    @Test func `the description stops where values nest too deep`() {
        var value: JSONValue = 1
        for _ in 0..<600 { value = [value] }
        #expect(value.description.contains("…"))
        #expect(value.description.utf8.count == 512 * 2 + 3)
    }
}
