import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct QuerySelectionTests {
    private static let value: JSONValue = [
        "a": ["b": 1, "c": ["d": 2, "e": 3]], "x.y": "dotted", "list": [1, 2], "null": nil,
    ]

    private static func find(_ fields: QueryField...) throws -> JSONObject? {
        var fixture = try QueryFixture()
        let expiry = QueryFixture.now + 1_000
        try fixture.add(.sample(key: "k", value: value, expiresAt: expiry))
        var query = Query()
        query.selection = fields
        let found = try fixture.find(query)
        #expect(found.json == (try fixture.evaluate(query)).json)
        return found.records.first?.json
    }

    @Test func `without a selection a record has everything`() throws {
        #expect(
            try Self.find() == [
                "id": "i/n/k", "instanceId": "i", "namespace": "n", "key": "k",
                "value": Self.value,
                "createdAt": "1970-01-01T00:00:01.000Z", "updatedAt": "1970-01-01T00:00:02.000Z",
                "expiresAt": "2024-01-19T10:00:01.000Z", "revision": 1,
            ]
        )
    }

    @Test func `a record has what is selected and nothing else`() throws {
        #expect(try Self.find(.key) == ["key": "k"])
        #expect(try Self.find(.namespace, .namespace) == ["namespace": "n"])
        #expect(try Self.find(.createdAt) == ["createdAt": "1970-01-01T00:00:01.000Z"])
        #expect(try Self.find(.value) == ["value": Self.value])
    }

    @Test func `parts of the value come as a tree that holds only those`() throws {
        #expect(
            try Self.find(.value("a.c.e"), .value("a.b"), .value("null")) == [
                "value": ["a": ["b": 1, "c": ["e": 3]], "null": nil]
            ]
        )
        #expect(try Self.find(.value("x\\.y")) == ["value": ["x.y": "dotted"]])
        #expect(try Self.find(.value("list"), .value("list.0")) == ["value": ["list": [1, 2]]])
    }

    @Test func `the shorter of two paths has it all`() throws {
        let whole: JSONObject = ["value": ["a": ["c": ["d": 2, "e": 3]]]]
        #expect(try Self.find(.value("a.c"), .value("a.c.d")) == whole)
        #expect(try Self.find(.value("a.c.d"), .value("a.c")) == whole)
        #expect(try Self.find(.value("a.c.d"), .value) == ["value": Self.value])
    }

    @Test func `what is missing is left out`() throws {
        #expect(try Self.find(.value("a.z"), .value("none")) == ["value": [:]])
        #expect(try Self.find(.value("no ne")) == ["value": [:]])
    }
}
