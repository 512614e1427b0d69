import AgentKV
import Testing

@testable import AgentKVSQLite

/// Queries that cannot be run, and the place that the error names.
@Suite struct QueryRefusalTests {
    private static func reason(_ body: () throws -> Void) -> String {
        do {
            try body()
        } catch StoreError.invalidQuery(let reason) {
            return reason
        } catch {
            return "another error: \(error)"
        }
        return "no error"
    }

    /// What is wrong in the one filter of a query.
    private static func reason(_ filter: String) throws -> String {
        let fixture = try QueryFixture(values: [1])
        return reason {
            let json = try JSONValue(parsing: "{\"where\": [\(filter)]}")
            _ = try fixture.find(Query(json: json))
        }
    }

    @Test(arguments: [
        ("[]", "the query"), ("{\"were\": 1}", "were"), ("{\"from\": \"i\"}", "from"),
        ("{\"from\": {\"instance\": 1}}", "from.instance"),
        ("{\"from\": {\"table\": \"i\"}}", "from.table"), ("{\"namespace\": 1}", "namespace"),
        ("{\"from\": {\"instance\": \"i\"}, \"instance\": \"i\"}", "instance"),
        ("{\"where\": {}}", "where"), ("{\"where\": [1]}", "where[0]"),
        ("{\"where\": [{\"operator\": \"eq\", \"value\": 1}]}", "where[0].field"),
        ("{\"select\": \"key\"}", "select"), ("{\"select\": [\"id\"]}", "select[0]"),
        ("{\"orderBy\": [{\"field\": \"key\"}, {\"field\": \"x\"}]}", "orderBy[1].field"),
        ("{\"order\": {\"field\": \"key\", \"direction\": \"up\"}}", "order.direction"),
        ("{\"order\": [], \"orderBy\": []}", "order"), ("{\"order\": \"key\"}", "order"),
        ("{\"limit\": \"10\"}", "limit"), ("{\"limit\": 1.5}", "limit"),
        ("{\"offset\": true}", "offset"), ("{\"limit\": 1e300}", "limit"),
        ("{\"after\": 5}", "after"), ("{\"after\": [\"x\"]}", "after"),
    ])
    func `what is unknown or of a wrong type is named with its place`(
        _ text: String,
        _ place: String
    ) {
        let reason = Self.reason { _ = try Query(json: JSONValue(parsing: text)) }
        #expect(reason.hasPrefix("\(place): "), "\(reason)")
    }

    @Test(arguments: [
        (#"{"field": "size", "operator": "eq", "value": 1}"#, "field"),
        (#"{"field": "values.a", "operator": "eq", "value": 1}"#, "field"),
        (#"{"field": 1, "operator": "eq", "value": 1}"#, "field"),
        (#"{"field": "key", "operator": "like", "value": "a"}"#, "operator"),
        (#"{"field": "key", "operator": 1, "value": "a"}"#, "operator"),
        (#"{"field": "key", "value": "a"}"#, "operator"),
        (#"{"field": "key", "operator": "eq"}"#, "value"),
        (#"{"field": "key", "operator": "eq", "value": 1}"#, "value"),
        (#"{"field": "namespace", "operator": "gt", "value": null}"#, "value"),
        (#"{"field": "key", "operator": "in", "value": "a"}"#, "value"),
        (#"{"field": "key", "operator": "in", "value": ["a", 1]}"#, "value[1]"),
        (#"{"field": "value.a", "operator": "contains", "value": 1}"#, "value"),
        (#"{"field": "value.a", "operator": "startsWith", "value": null}"#, "value"),
        (#"{"field": "value.a", "operator": "lt", "value": [1]}"#, "value"),
        (#"{"field": "value.a", "operator": "gte", "value": {}}"#, "value"),
        (#"{"field": "updatedAt", "operator": "gt", "value": "yesterday"}"#, "value"),
        (#"{"field": "createdAt", "operator": "gt", "value": "2024-01-19T10:00:00"}"#, "value"),
        (#"{"field": "expires_at", "operator": "eq", "value": true}"#, "value"),
        (#"{"field": "key", "operator": "exists", "value": false}"#, "value"),
        (#"{"field": "key", "operator": "eq", "value": "a", "or": 1}"#, "or"),
    ])
    func `a filter that cannot be is named with its place`(
        _ filter: String,
        _ place: String
    ) throws {
        let reason = try Self.reason(filter)
        #expect(reason.hasPrefix("where[0].\(place): "), "\(reason)")
    }

    @Test func `bounds are errors, in Swift and in JSON`() throws {
        let fixture = try QueryFixture(values: [1])
        func place(_ query: Query, _ limits: QueryLimits = QueryLimits()) throws -> String {
            let read = try Query(json: query.json)
            let reason = Self.reason { _ = try fixture.find(query, limits: limits) }
            #expect(Self.reason { _ = try fixture.find(read, limits: limits) } == reason)
            return String(reason.prefix { $0 != ":" })
        }
        let five = Query().where(.key == "a", .key == "b", .key == "c", .key == "d", .key == "e")
        #expect(try place(five) == "no error")
        #expect(try place(five.where(.key == "f")) == "where")
        #expect(try place(five.where(.key == "f"), QueryLimits(filters: 6)) == "no error")
        #expect(try place(Query().limit(0)) == "limit")
        #expect(try place(Query().limit(-1)) == "limit")
        #expect(try place(Query().limit(501)) == "limit")
        #expect(try place(Query().limit(Int.min)) == "limit")
        #expect(try place(Query().limit(500)) == "no error")
        #expect(try place(Query().limit(501), QueryLimits(maximumRecords: 501)) == "no error")
        #expect(try place(Query().offset(-1)) == "offset")
        #expect(try place(Query().offset(Int.max)) == "no error")
        let keys = (0...1_000).map { "k\($0)" }
        #expect(try place(Query().where(.key.in(keys))) == "where[0].value")
        #expect(try place(Query().where(.key.in(Array(keys.dropLast())))) == "no error")
        let path = Array(repeating: "a b", count: 33)
        #expect(try place(Query().where(.value(path: path) == 1)) == "where[0].field")
        #expect(try place(Query().where(.value(path: Array(path[1...])) == 1)) == "no error")
        #expect(try place(Query().order(by: .value(path: path))) == "orderBy[0].field")
        #expect(try place(Query().select(.value(path: path))) == "select[0]")
    }

    @Test func `where a query does not say, 100 records are returned`() throws {
        let fixture = try QueryFixture(values: (0..<120).map { .integer($0) })
        #expect(try fixture.find(Query()).records.count == 100)
        #expect(
            try fixture.find(Query(), limits: QueryLimits(defaultRecords: 7)).records.count == 7
        )
        let few = QueryLimits(defaultRecords: 50, maximumRecords: 10)
        #expect(try fixture.find(Query(), limits: few).records.count == 10)
    }

    @Test func `numbers that are not finite are refused`() throws {
        let fixture = try QueryFixture(values: [1])
        for filter: QueryFilter in [
            .value == Double.nan, .value < Double.infinity, .updatedAt == Double.nan,
            .value == ["a": .number(.nan)],
        ] {
            let reason = Self.reason { _ = try fixture.find(Query().where(filter)) }
            #expect(reason.hasPrefix("where[0].value: "), "\(filter): \(reason)")
        }
    }

    @Test func `a query without an instance says what is missing`() throws {
        #expect(Self.reason { _ = try Query().requiredInstance() }.hasPrefix("from.instance: "))
        #expect(try Query(instance: "i").requiredInstance() == "i")
    }

    @Test(arguments: [
        "'", "\"", "')", "a'; DROP TABLE kv_store; --", "$", "$.a", "a]", "[0]", "a[#-1]", "\u{0}",
        "\\", "%", "a\u{0}b", "?1", ":a", "😀", String(repeating: "x", count: 10_000),
    ])
    func `hostile names are names`(_ name: String) throws {
        let fixture = try QueryFixture(values: [[name: 1], ["other": 1]])
        let field = QueryField.value(path: [name])
        let query = Query().where(field >= 1, .value(path: ["none", name]) != 1)
            .order(by: field, .descending)
            .select(.key, field)
        // SQL ends a name at U+0000, so it finds none with it.
        let expected = name.unicodeScalars.contains("\u{0}") ? 0 : 1
        #expect(try fixture.find(query).total == expected)
        let named = Query(namespace: name).where(.key == name, .namespace.startsWith(name))
        #expect(try fixture.find(named).total == 0)
        #expect(try fixture.find(Query()).total == 2)
    }

    @Test(
        arguments: [
            "", "x", "WzFd", "bnVsbA", "W10", "{}", "5", "\u{E9}", "WzEsW10sW10sMSwiayJd",
            // The version, orders and ranks of another form.
            "WzIsW10sW10sIm4iLCJrIl0", "WzEsW10sW1s0LDFdXSwibiIsImsiXQ",
            "WzEsWyJ2YWx1ZS5hIGFzYyJdLFtbNCwieCJdXSwibiIsImsiXQ",
        ]
    )
    func `a text that is no cursor is refused`(_ text: String) throws {
        let fixture = try QueryFixture(values: [1])
        for query in [Query(), Query().order(by: .value("a"))] {
            let reason = Self.reason { _ = try fixture.find(query.after(QueryCursor(text))) }
            #expect(reason.hasPrefix("after: it is"), "\(reason)")
        }
    }

    @Test func `a cursor of another order is refused, and the error names that order`() throws {
        let fixture = try QueryFixture(values: [1, 2])
        let query = Query().order(by: .value).limit(1)
        let next = try #require(try fixture.find(query).next)
        for other in [
            Query(), Query().order(by: .value, .descending), Query().order(by: .key),
            query.order(by: .key),
        ] {
            let reason = Self.reason { _ = try fixture.find(other.limit(1).after(next)) }
            #expect(reason.hasPrefix("after: ") && reason.contains("value asc"), "\(reason)")
        }
        #expect(try fixture.find(query.after(next)).records.map(\.key) == ["k1"])
    }

    @Test func `an offset beside a cursor is refused`() throws {
        let fixture = try QueryFixture(values: [1, 2, 3])
        let next = try #require(try fixture.find(Query().limit(1)).next)
        let reason = Self.reason { _ = try fixture.find(Query().after(next).offset(1)) }
        #expect(reason.hasPrefix("offset: "), "\(reason)")
        #expect(try fixture.find(Query().after(next).offset(0)).records.count == 2)
    }
}
