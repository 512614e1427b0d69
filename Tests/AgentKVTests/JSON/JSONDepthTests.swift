import Testing

@testable import AgentKV

@Suite struct JSONDepthTests {
    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `text nests as deep as the bound and no deeper`(opening: String, closing: String) throws {
        func text(_ depth: Int) -> String {
            let inner = opening == "[" ? "" : "1"
            return String(repeating: opening, count: depth) + inner
                + String(repeating: closing, count: depth)
        }
        _ = try JSONValue(parsing: text(512))
        _ = try JSONValue(parsing: text(3), maximumDepth: 3)
        let error = try #require(throws: JSONError.self) {
            try JSONValue(parsing: text(4), maximumDepth: 3)
        }
        #expect(error.kind == .unrepresentable)
        #expect(error.offset == 3 * opening.utf8.count)
    }

    @Test(arguments: ["[", #"{"a":"#])
    func `a hundred thousand openings are refused with their position`(opening: String) throws {
        let text = String(repeating: opening, count: 100_000)
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.offset == 512 * opening.utf8.count)
    }

    @Test func `with a bound of zero only scalars are read`() throws {
        #expect(try JSONValue(parsing: "1", maximumDepth: 0) == 1)
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[]", maximumDepth: 0) }
    }

    @Test func `a deep value made in code is refused by everything that walks it`() throws {
        var value: JSONValue = 1
        for _ in 0..<100_000 { value = [value] }
        defer { dismantle(&value) }
        #expect(throws: JSONError.self) { try value.validate() }
        #expect(throws: JSONError.self) { try value.text() }
        #expect(throws: JSONError.self) { try JSONValue(encoding: value) }
        #expect(throws: JSONError.self) { try value.decoded(as: Nest.self) }
        #expect(value.description.contains("…"))
    }

    @Test func `a value inside the bound passes and one beyond it is named`() throws {
        let value: JSONValue = ["a": [[1]]]
        try value.validate(maximumDepth: 3)
        let error = try #require(throws: JSONError.self) { try value.validate(maximumDepth: 2) }
        #expect(error.path == "$.a[0]")
        let notFinite: JSONValue = ["a": [1, .number(.nan)]]
        let other = try #require(throws: JSONError.self) { try notFinite.validate() }
        #expect(other.path == "$.a[1]")
    }

    @Test func `encoding and decoding are bounded exactly`() throws {
        let nest = Nest(inner: [Nest(inner: [])])
        let value = try JSONValue(encoding: nest, maximumDepth: 4)
        #expect(value == ["inner": [["inner": []]]])
        #expect(try value.decoded(as: Nest.self, maximumDepth: 4) == nest)
        #expect(throws: JSONError.self) { try JSONValue(encoding: nest, maximumDepth: 3) }
        #expect(throws: JSONError.self) { try value.decoded(as: Nest.self, maximumDepth: 3) }
        #expect(throws: JSONError.self) { try JSONValue(encoding: ["a": value], maximumDepth: 4) }
    }

    @Test(arguments: Endless.Way.allCases)
    func `a type that nests without end is refused`(way: Endless.Way) throws {
        let error = try #require(throws: JSONError.self) {
            try JSONValue(encoding: Endless(way: way))
        }
        #expect(error.kind == .unrepresentable)
    }

    @Test func `a type that reads itself without end is refused`() throws {
        #expect(throws: JSONError.self) { try JSONValue.null.decoded(as: EndlessReader.self) }
    }
}

private struct Nest: Codable, Equatable {
    var inner: [Nest]

    init(inner: [Nest]) {
        self.inner = inner
    }

    init(from decoder: any Decoder) throws {
        if let elements = try? decoder.singleValueContainer().decode([Nest].self) {
            inner = elements
        } else {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            inner = try container.decode([Nest].self, forKey: .inner)
        }
    }
}

struct Endless: Encodable {
    enum Way: CaseIterable {
        case single
        case unkeyed
        case keyed
        case containers
    }

    let way: Way

    func encode(to encoder: any Encoder) throws {
        switch way {
        case .single:
            var container = encoder.singleValueContainer()
            try container.encode(self)
        case .unkeyed:
            var container = encoder.unkeyedContainer()
            try container.encode(self)
        case .keyed:
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(self, forKey: .key)
        case .containers:
            var container = encoder.unkeyedContainer()
            for _ in 0..<100_000 { container = container.nestedUnkeyedContainer() }
        }
    }

    private enum Key: CodingKey {
        case key
    }
}

private struct EndlessReader: Decodable {
    init(from decoder: any Decoder) throws {
        self = try decoder.singleValueContainer().decode(EndlessReader.self)
    }
}
