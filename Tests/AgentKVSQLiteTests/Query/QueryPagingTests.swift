import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct QueryPagingTests {
    private static func fixture() throws -> QueryFixture {
        try QueryFixture(values: [
            [:], ["a": nil], ["a": false], ["a": true], ["a": -1.5], ["a": 0], ["a": 1],
            ["a": 1.0], ["a": 9_007_199_254_740_992], ["a": 9_007_199_254_740_993],
            ["a": .integer(.max)], ["a": 1e300], ["a": ""], ["a": "A"], ["a": "\u{E9}"],
            ["a": "[]"], ["a": []], ["a": ["b": 1]], ["a": [0]], [:], ["a": nil], ["a": 1],
        ])
    }

    /// All keys, by pages of SQL and of the evaluator, which have to be the same.
    private static func keys(_ fixture: QueryFixture, _ query: Query) throws -> [String] {
        var keys: [String] = []
        var cursor: QueryCursor?
        repeat {
            let page = try fixture.find(query.after(cursor))
            #expect(page.json == (try fixture.evaluate(query.after(cursor))).json)
            #expect(page.total == fixture.records.count)
            #expect(page.next == nil || page.records.count == query.maximumRecords)
            keys += page.records.compactMap(\.key)
            cursor = page.next
        } while cursor != nil && keys.count <= fixture.records.count
        return keys
    }

    @Test(arguments: [1, 2, 5, 21, 22, 23])
    func `the pages of any order are the records in that order, each once`(_ limit: Int) throws {
        let fixture = try Self.fixture()
        for first in QueryOrder.Direction.allCases {
            for field in [QueryField.value("a"), .value, .value("x y"), .expiresAt, .updatedAt] {
                for last in QueryOrder.Direction.allCases {
                    let query = Query().order(by: field, first).order(by: .key, last)
                    let all = try fixture.find(query)
                    #expect(all.next == nil)
                    #expect(try Self.keys(fixture, query.limit(limit)) == all.records.map(\.key))
                }
            }
        }
    }

    @Test func `without an order pages are by namespace and key`() throws {
        var fixture = try QueryFixture()
        for (namespace, key) in [("b", "a"), ("a", "b"), ("a", "\u{E9}"), ("a", "Z"), ("B", "z")] {
            try fixture.add(.sample(namespace: namespace, key: key))
        }
        #expect(try Self.keys(fixture, Query().limit(1)) == ["z", "Z", "b", "\u{E9}", "a"])
    }

    @Test func `a cursor serves whatever is selected, filtered and limited`() throws {
        let fixture = try QueryFixture(values: (0..<10).map { .integer($0) })
        let query = Query().order(by: .value, .descending)
        let first = try fixture.find(query.select(.createdAt).limit(3))
        #expect(first.records.allSatisfy { $0.key == nil && $0.value == nil })
        let rest = try fixture.find(query.where(.value != 5).after(first.next).limit(4))
        #expect(rest.records.map(\.key) == ["k6", "k4", "k3", "k2"])
        #expect(rest.total == 9)
    }

    @Test func `a part that ends at U+0000 to SQLite, or is no JSON, is on one page`() throws {
        var fixture = try QueryFixture()
        let texts = [
            #"{"a": "x\u0000a"}"#, #"{"a": "x\u0000b"}"#, #"{"a": "x"}"#, "no JSON",
            #"{"a": 1e999}"#,
            #"{"a": -1e999}"#, #"{"a": 1e999}"#, "", #"{"a": 1}"#, #"{"a": null}"#,
        ]
        for (index, text) in texts.enumerated() {
            try fixture.add(.sample(key: "k\(index)"), text: text)
        }
        for direction in QueryOrder.Direction.allCases {
            let query = Query().order(by: .value("a"), direction).select(.key)
            let all = try fixture.find(query).records.map(\.key)
            var keys: [String?] = []
            var cursor: QueryCursor?
            repeat {
                let page = try fixture.find(query.limit(1).after(cursor))
                keys += page.records.map(\.key)
                cursor = page.next
            } while cursor != nil && keys.count <= texts.count
            #expect(keys == all)
            #expect(Set(keys).count == texts.count)
        }
    }

    @Test func `records that expire between pages take none that live with them`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let kv = try await database.store(instance: "i")
        for number in 0..<300 {
            let ttl: Duration? = number % 3 == 0 ? .seconds(1) : nil
            try await kv.set("k\(1_000 + number)", to: number, ttl: ttl)
        }
        let query = Query(instance: "i").order(by: .value).limit(100)
        let first = try await database.query(query)
        clock.advance(by: .seconds(1))
        try await kv.delete("k1099")
        try await kv.delete("k1299")
        let second = try await database.query(query.after(first.next))
        let third = try await database.query(query.after(second.next))
        #expect(second.total == 199)
        #expect(third.next == nil)
        let seen = [first, second, third].flatMap { $0.records.compactMap(\.value) }
        let live = (0..<299).filter { $0 % 3 != 0 }
        #expect(Set(seen).isSuperset(of: live.map { .integer(Int64($0)) }))
        #expect(Set(seen).count == seen.count)
    }
}
