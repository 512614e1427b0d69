import Testing

@testable import AgentKV

@Suite struct JSONEqualityTests {
    @Test(
        arguments: [
            (1, 1.0),
            (0, -0.0),
            (.integer(1 << 53), 0x1p53),
            (.integer(.min), -0x1p63),
            (["a": 1, "b": [2]], ["b": [2.0], "a": 1.0]),
            ("e\u{301}", "e\u{301}"),
        ] as [(JSONValue, JSONValue)]
    )
    func `equal values hash alike`(first: JSONValue, second: JSONValue) {
        #expect(first == second)
        #expect(second == first)
        #expect(first.hashValue == second.hashValue)
    }

    @Test(
        arguments: [
            (.integer(1 << 53 + 1), .number(0x1p53)),
            (.integer(.max), .number(0x1p63)),
            (1, 1.5),
            (1, true),
            (0, nil),
            (1, "1"),
            ("\u{E9}", "e\u{301}"),
            ([1, 2], [2, 1]),
            (["a": 1], ["a": 1, "b": 2]),
            (["a": 1], ["b": 1]),
            (["\u{E9}": 1], ["e\u{301}": 1]),
            ([:], []),
            (.number(.nan), .number(.nan)),
            (.number(.nan), 0),
        ] as [(JSONValue, JSONValue)]
    )
    func `different values are different either way`(first: JSONValue, second: JSONValue) {
        #expect(first != second)
        #expect(second != first)
    }

    @Test(arguments: 0..<200)
    func `random values equal themselves in another order of members`(seed: Int) {
        var generator = JSONGenerator(seed: seed)
        let object = generator.object(depth: 3)
        var reversed = JSONObject()
        for member in object.reversed() { reversed[member.name] = member.value }
        #expect(object == reversed)
        #expect(object.hashValue == reversed.hashValue)
    }

    @Test(arguments: 0..<40, 0..<40)
    func `bytes are compared whole, whatever the lengths`(first: Int, second: Int) {
        let texts = (0..<40).map { String(repeating: "x", count: $0) + ($0 % 3 == 0 ? "é" : "f") }
        let (one, other) = (texts[first], texts[second])
        #expect(one.hasSameBytes(as: other) == Array(one.utf8).elementsEqual(other.utf8))
        #expect(
            one.precedesByBytes(other)
                == Array(one.utf8).lexicographicallyPrecedes(Array(other.utf8))
        )
    }

    @Test func `a text precedes another by the first byte that differs`() {
        let texts = ["", "a", "abcdefgh", "abcdefghi", "abcdefgx", "b", "\u{7F}", "é", "漢", "😀"]
        for (place, text) in texts.enumerated() {
            for (otherPlace, other) in texts.enumerated() {
                #expect(text.precedesByBytes(other) == (place < otherPlace))
            }
        }
    }
}
