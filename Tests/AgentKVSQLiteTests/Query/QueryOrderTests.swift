import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct QueryOrderTests {
    /// Values as an ascending order has them; arrays and objects are equal, so keys decide.
    private static let ascending: [JSONValue] = [
        [:], ["a": nil], ["a": false], ["a": true], ["a": -1.5], ["a": 0], ["a": 1], ["a": 1e300],
        ["a": ""], ["a": "A"], ["a": "a"], ["a": "\u{E9}"], ["a": []], ["a": ["b": 1]], ["a": [0]],
    ]

    /// The records are added the wrong way round, their keys in order.
    private static func shuffled() throws -> QueryFixture {
        var fixture = try QueryFixture()
        for (index, value) in ascending.enumerated().reversed() {
            try fixture.add(.sample(key: String(100 + index), value: value))
        }
        return fixture
    }

    @Test func `missing, null, false, true, numbers, text, and then arrays and objects`() throws {
        let keys = try Self.shuffled().keys(Query().order(by: .value("a")))
        #expect(keys == Self.ascending.indices.map { String(100 + $0) })
    }

    @Test func `descending is the other way round, but ties stay in the order of keys`() throws {
        let keys = try Self.shuffled().keys(Query().order(by: .value("a"), .descending))
        #expect(keys.prefix(3) == ["112", "113", "114"])
        #expect(keys.dropFirst(3) == (100..<112).reversed().map(String.init)[...])
    }

    @Test func `a member of any name orders as well`() throws {
        let fixture = try QueryFixture(values: [["x \"y": 3], ["x \"y": "2"], [:], ["x \"y": 1]])
        let keys = try fixture.keys(Query().order(by: .value("x \"y")))
        #expect(keys == ["k2", "k3", "k0", "k1"])
    }

    @Test func `a later order decides where the earlier ones do not`() throws {
        let fixture = try QueryFixture(values: [
            ["a": 2, "b": 1], ["a": 1, "b": 1], ["a": 1, "b": 2], ["a": 2, "b": 2],
        ])
        let query = Query().order(by: .value("a")).order(by: .value("b"), .descending)
        #expect(try fixture.keys(query) == ["k2", "k1", "k3", "k0"])
    }

    @Test func `without an order records come by namespace and key, by bytes`() throws {
        var fixture = try QueryFixture()
        for (namespace, key) in [("b", "a"), ("a", "b"), ("a", "\u{E9}"), ("a", "Z"), ("B", "z")] {
            try fixture.add(.sample(namespace: namespace, key: key))
        }
        #expect(try fixture.keys(Query()) == ["z", "Z", "b", "\u{E9}", "a"])
    }

    @Test func `the total counts all matches, whatever limit, offset and order`() throws {
        let fixture = try QueryFixture(values: (0..<10).map { .integer($0) })
        let query = Query().where(.value >= 2)
        for ordered in [query, query.order(by: .key), query.order(by: .value, .descending)] {
            let page = try fixture.find(ordered.limit(3).offset(6))
            #expect(page.total == 8)
            #expect(page.records.count == 2)
            #expect(try fixture.find(ordered.offset(100)) == QueryResult(records: [], total: 8))
        }
        let one = Query(namespace: "n").where(.key == "k1")
        #expect(try fixture.find(one.offset(1)).total == 1)
        #expect(try fixture.find(one.offset(Int.max)).total == 1)
    }
}
