import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct QueryJSONTests {
    private static func query(_ text: String) throws -> Query {
        try Query(json: JSONValue(parsing: text))
    }

    @Test func `both dialects say the same`() throws {
        let expected = Query(instance: "id", namespace: "tasks")
            .where(.value("a.b") == 1, .key.startsWith("ui."), .updatedAt != 5, .value.exists())
            .order(by: .updatedAt, .descending)
            .limit(10)
        #expect(
            try Self.query(
                """
                {"from": {"instance": "id", "namespace": "tasks"},
                 "where": [{"field": "value.a.b", "operator": "eq", "value": 1},
                           {"field": "key", "operator": "startsWith", "value": "ui."},
                           {"field": "updatedAt", "operator": "neq", "value": 5},
                           {"field": "value", "operator": "exists"}],
                 "orderBy": {"field": "updatedAt", "direction": "desc"}, "limit": 10}
                """
            ) == expected
        )
        #expect(
            try Self.query(
                """
                {"instance": "id", "namespace": "tasks",
                 "where": [{"field": "value.a.b", "operator": "=", "value": 1},
                           {"field": "key", "operator": "starts_with", "value": "ui."},
                           {"field": "updated_at", "operator": "!=", "value": 5},
                           {"field": "value", "operator": "exists", "value": null}],
                 "order": [{"field": "updated_at", "direction": "desc"}], "limit": 10.0}
                """
            ) == expected
        )
        #expect(
            try Self.query(
                """
                {"from": {"instance": "id"}, "namespace": "tasks",
                 "where": [{"field": "value.a.b", "operator": "==", "value": 1},
                           {"field": "key", "operator": "starts_with", "value": "ui."},
                           {"field": "updatedAt", "operator": "!=", "value": 5},
                           {"field": "value", "operator": "exists", "value": true}],
                 "order": {"field": "updatedAt", "direction": "desc"}, "limit": 10}
                """
            ) == expected
        )
    }

    @Test func `every operator has the spellings of both`() {
        let spellings = [
            "eq": "eq = ==", "neq": "neq !=", "gt": "gt >", "gte": "gte >=", "lt": "lt <",
            "lte": "lte <=", "contains": "contains", "startsWith": "startsWith starts_with",
            "endsWith": "endsWith ends_with", "in": "in", "exists": "exists",
        ]
        #expect(spellings.count == QueryOperator.allCases.count)
        for (name, others) in spellings {
            for spelling in others.split(separator: " ") {
                #expect(QueryOperator(String(spelling))?.rawValue == name)
            }
        }
    }

    @Test func `null in place of a member leaves it out, and an order ascends`() throws {
        let query = try Self.query(
            """
            {"from": null, "namespace": null, "where": null, "select": null, "limit": null,
             "offset": null, "orderBy": {"field": "expires_at", "direction": null}}
            """
        )
        #expect(query == Query().order(by: .expiresAt))
    }

    @Test func `a query has one canonical form`() throws {
        let query = Query(instance: "i")
            .where(.value("a") == nil, .value(path: ["x.y", "\\"]).in([1, "b"]))
            .select(.key, .value("a"))
            .order(by: .createdAt)
            .limit(2).offset(3)
        let expected: JSONValue = [
            "from": ["instance": "i"],
            "where": [
                ["field": "value.a", "operator": "eq", "value": nil],
                ["field": "value.x\\.y.\\\\", "operator": "in", "value": [1, "b"]],
            ],
            "select": ["key", "value.a"],
            "orderBy": [["field": "createdAt", "direction": "asc"]],
            "limit": 2, "offset": 3,
        ]
        #expect(query.json == expected)
        #expect(try Query(json: expected) == query)
    }

    @Test func `a backslash escapes a dot or a backslash, and is itself elsewhere`() {
        let names = { QueryField.names(inPath: $0) }
        #expect(names("a.b") == ["a", "b"])
        #expect(names("a\\.b") == ["a.b"])
        #expect(names("a\\\\.b") == ["a\\", "b"])
        #expect(names("a\\b\\") == ["a\\b\\"])
        #expect(names("") == [""])
        #expect(names("a..") == ["a", "", ""])
    }

    @Test func `names that look alike make different queries`() {
        let composed = Query(namespace: "\u{E9}").where(.value("\u{E9}") == 1)
        #expect(composed != Query(namespace: "e\u{301}").where(.value("\u{E9}") == 1))
        #expect(composed != Query(namespace: "\u{E9}").where(.value("e\u{301}") == 1))
        #expect(Set([composed, composed]).count == 1)
    }

    @Test func `both dialects take the cursor of a result, which names it where there is more`()
        throws
    {
        let fixture = try QueryFixture(values: [1, 2, 3])
        let result = try fixture.find(Query().order(by: .updatedAt).limit(2))
        let first = result.json
        let cursor = try #require(result.next).text
        #expect(first["next"] == .string(cursor))
        #expect(cursor.utf8.allSatisfy { $0 < 128 && $0 > 32 })
        for text in [
            #"{"orderBy": [{"field": "updatedAt"}], "after": "\#(cursor)", "offset": 0}"#,
            #"{"order": {"field": "updated_at", "direction": "asc"}, "after": "\#(cursor)"}"#,
        ] {
            let page = try fixture.find(Self.query(text))
            #expect(page.records.map(\.key) == ["k2"])
            #expect(page.json["next"] == nil)
            #expect(page.total == 3)
        }
        let start = #"{"orderBy": {"field": "updatedAt"}, "after": null, "limit": 2}"#
        #expect(try fixture.find(Self.query(start)).json == first)
        #expect(try Self.query(start) != Self.query(start).after(QueryCursor(cursor)))
    }
}
