import AgentKV
import Testing

@Suite struct JSONErrorTests {
    @Test(
        arguments: [
            ([], "$"), ([.name("user"), .name("tags"), .index(3)], "$.user.tags[3]"),
            ([.name("a b")], #"$["a b"]"#), ([.name("")], #"$[""]"#), ([.name("1a")], #"$["1a"]"#),
            ([.name("a_1")], "$.a_1"), ([.name("é")], #"$["é"]"#), ([.name("a\"b")], #"$["a\"b"]"#),
            ([.name("a-b"), .index(0)], #"$["a-b"][0]"#),
        ] as [([JSONPath.Step], String)]
    )
    func `a path shows plain names bare and others quoted`(steps: [JSONPath.Step], text: String) {
        #expect(JSONPath(steps).description == text)
    }

    @Test func `an error shows place and reason`() {
        let path = JSONPath([.name("a")])
        let value = JSONError(.mismatch, at: .value(path), reason: "expected text")
        #expect(value.description == "$.a: expected text")
        let location = JSONError.Location.text(offset: 9, line: 2, column: 3)
        let text = JSONError(.syntax, at: location, reason: "expected “,”")
        #expect(text.description == "line 2, column 3 (byte 9): expected “,”")
    }
}
