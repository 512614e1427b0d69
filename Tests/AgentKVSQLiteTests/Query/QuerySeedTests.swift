import AgentKV
import Testing

@testable import AgentKVSQLite

/// The examples of the two seeds that describe queries.
@Suite struct QuerySeedTests {
    private static func keys(_ json: JSONValue, _ fixture: QueryFixture) throws -> [String] {
        try fixture.keys(Query(json: json))
    }

    @Test func `001: all records of a namespace`() throws {
        var fixture = try QueryFixture()
        try fixture.add(.sample(namespace: "sessions", key: "user-123", value: ["loggedIn": true]))
        try fixture.add(.sample(namespace: "config", key: "app-settings"))
        let json: JSONValue = ["from": ["instance": "i", "namespace": "sessions"]]
        #expect(try Self.keys(json, fixture) == ["user-123"])
    }

    @Test func `001: sessions of the last hour`() throws {
        var fixture = try QueryFixture()
        for (key, age) in [("old", 3_600_001), ("new", 3_600_000)] as [(String, Int64)] {
            let value: JSONValue = ["createdAt": .integer(QueryFixture.now - age)]
            try fixture.add(.sample(namespace: "sessions", key: key, value: value))
        }
        let start = QueryFixture.now - 3_600_000
        let json: JSONValue = [
            "from": ["instance": "i", "namespace": "sessions"],
            "where": [
                ["field": "value.createdAt", "operator": "gte", "value": .integer(start)]
            ],
        ]
        #expect(try Self.keys(json, fixture) == ["new"])
    }

    @Test func `001: the whole query`() throws {
        var fixture = try QueryFixture()
        let value: JSONValue = ["someField": "expected-value"]
        try fixture.add(.sample(namespace: "optional", key: "a", value: value, createdAt: 1))
        try fixture.add(.sample(namespace: "optional", key: "b", value: value, createdAt: 2))
        try fixture.add(.sample(namespace: "optional", key: "c", value: ["someField": "other"]))
        let query = try Query(json: [
            "from": ["instance": "i", "namespace": "optional"],
            "where": [["field": "value.someField", "operator": "eq", "value": "expected-value"]],
            "select": ["key", "value"],
            "orderBy": ["field": "createdAt", "direction": "desc"],
            "limit": 10,
            "offset": 0,
        ])
        let expected: JSONValue = [
            "records": [["key": "b", "value": value], ["key": "a", "value": value]], "total": 2,
        ]
        #expect(try fixture.find(query).json == expected)
    }

    @Test(
        arguments: [
            ("status", "eq", "active", ["a"]), ("status", "neq", "deleted", ["a", "c"]),
            ("count", "gt", 10, ["b"]), ("score", "gte", 100, ["a", "b"]), ("age", "lt", 18, ["a"]),
            ("price", "lte", 99.99, ["a"]), ("name", "contains", "test", ["b"]),
            ("email", "startsWith", "admin", ["a"]), ("domain", "endsWith", ".com", ["b"]),
        ] as [(String, String, JSONValue, [String])]
    )
    func `001: every operator`(
        _ name: String,
        _ operator: String,
        _ operand: JSONValue,
        _ keys: [String]
    ) throws {
        var fixture = try QueryFixture()
        let a: JSONValue = [
            "status": "active", "count": 10, "score": 100, "age": 17, "price": 99.99,
            "name": "Test", "email": "admin@a.org", "domain": "a.org",
        ]
        let b: JSONValue = [
            "status": "deleted", "count": 11, "score": 100.5, "age": 18, "price": 100,
            "name": "a test", "email": "an admin", "domain": "a.com",
        ]
        for (key, value) in [("a", a), ("b", b), ("c", [:])] {
            try fixture.add(.sample(key: key, value: value))
        }
        let filter: JSONValue = [
            "field": .string("value.\(name)"), "operator": .string(`operator`), "value": operand,
        ]
        #expect(try Self.keys(["where": [filter]], fixture) == keys)
    }

    @Test func `004: keys with a prefix, the newest first`() throws {
        var fixture = try QueryFixture()
        for (key, time) in [("ui.theme", 1), ("ui.font", 2), ("uix", 3)] as [(String, Int64)] {
            try fixture.add(.sample(namespace: "user-prefs", key: key, updatedAt: time))
        }
        let json: JSONValue = [
            "instance": "i",
            "namespace": "user-prefs",
            "where": [["field": "key", "operator": "starts_with", "value": "ui."]],
            "order": ["field": "updated_at", "direction": "desc"],
            "limit": 50,
        ]
        #expect(try Self.keys(json, fixture) == ["ui.font", "ui.theme"])
    }

    @Test(
        arguments: [
            (["field": "key", "operator": "=", "value": "a"], ["a"]),
            (["field": "key", "operator": "!=", "value": "a"], ["ab", "b"]),
            (["field": "key", "operator": "starts_with", "value": "a"], ["a", "ab"]),
            (["field": "key", "operator": "contains", "value": "b"], ["ab", "b"]),
            (["field": "key", "operator": "in", "value": ["b", "a"]], ["a", "b"]),
            (["field": "key", "operator": "exists"], ["a", "ab", "b"]),
            (["field": "updated_at", "operator": "=", "value": 2_000], ["a", "ab", "b"]),
        ] as [(JSONValue, [String])]
    )
    func `004: every operator`(_ filter: JSONValue, _ keys: [String]) throws {
        var fixture = try QueryFixture()
        for key in ["a", "ab", "b"] { try fixture.add(.sample(namespace: "n", key: key)) }
        let json: JSONValue = ["instance": "i", "namespace": "n", "where": [filter]]
        #expect(try Self.keys(json, fixture) == keys)
    }
}
