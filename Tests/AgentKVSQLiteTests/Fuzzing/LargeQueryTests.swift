import AgentKV
import Testing

@testable import AgentKVSQLite

/// Queries as large as the limits allow, which SQLite has limits for as well.
@Suite("Queries as large as they may be")
struct LargeQueryTests {
    private static let values: [JSONValue] = (0..<20).map { number in
        ["a": .integer(number), "x y": ["x y": .integer(number)], "s": .string("s\(number)")]
    }

    @Test(arguments: [["a"], ["x y", "x y"], []])
    func `a list of a thousand values of each type`(path: [String]) throws {
        let fixture = try QueryFixture(values: Self.values)
        let numbers = (0..<1_000).map { JSONValue.integer($0 * 3) }
        let arrays = (0..<1_000).map { JSONValue.array([.integer($0)]) }
        let texts = (0..<1_000).map { JSONValue.string("[\($0)") }
        for list in [numbers, arrays, texts] {
            let filter = QueryField.value(path: path).in(list)
            let query = Query().where(filter, filter, filter, filter, filter)
            #expect(try fixture.keys(query).count == (path.isEmpty || list != numbers ? 0 : 7))
        }
    }

    @Test func `paths and orders as long as they may be`() throws {
        let fixture = try QueryFixture(values: Self.values)
        let path = Array(repeating: "x y", count: 32)
        var query = Query()
        for _ in 0..<5 { query.filters.append(.value(path: path) != 1) }
        for _ in 0..<50 { query.orders.append(QueryOrder(by: .value(path: path), .descending)) }
        for _ in 0..<50 { query.selection.append(.value(path: path)) }
        #expect(try fixture.find(query).json == (try fixture.evaluate(query)).json)
    }

    @Test func `times that SQLite has no text for`() throws {
        var fixture = try QueryFixture()
        let times: [Int64] = [
            253_402_300_800_000, 9_000_000_000_000_000, -62_135_596_800_001,
            -210_866_760_000_001, -9_000_000_000_000_000,
        ]
        for (index, time) in times.enumerated() {
            try fixture.add(.sample(key: "k\(index)", createdAt: time, updatedAt: time))
        }
        for part in ["Z", "-01-", "0", "T", "-"] {
            let query = Query().where(.createdAt.contains(part), .updatedAt.endsWith("Z"))
                .select(.key)
            #expect(try fixture.find(query).json == (try fixture.evaluate(query)).json, "\(part)")
        }
    }
}
