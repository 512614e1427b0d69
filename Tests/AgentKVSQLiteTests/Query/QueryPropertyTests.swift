import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct QueryPropertyTests {
    /// How many sets of records are tried, 50 queries on each; more where a variable says so.
    private static let sets =
        ProcessInfo.processInfo.environment["QUERY_SETS"].flatMap { Int($0) } ?? 20

    @Test func `SQL finds what the evaluator finds`() throws {
        var matching = 0
        for seed in 0..<Self.sets {
            var generator = QueryGenerator(seed: seed)
            var fixture = try QueryFixture()
            for record in generator.records() {
                try fixture.add(record, text: try generator.spelling(of: record.value))
            }
            for number in 0..<50 {
                let query = generator.query(over: fixture.records)
                let found = try fixture.find(query, scans: number.isMultiple(of: 2))
                let expected = try fixture.evaluate(query)
                if found.total > 0, !query.filters.isEmpty { matching += 1 }
                guard found.json == expected.json else {
                    Issue.record("seed \(seed), query \(number): \(query.json)")
                    Issue.record("found \(found.json)")
                    Issue.record("expected \(expected.json)")
                    return
                }
            }
        }
        // Queries that find nothing would prove little.
        #expect(matching > Self.sets * 10)
    }

    @Test func `a query is the same after a way through JSON text`() throws {
        for seed in 0..<Self.sets {
            var generator = QueryGenerator(seed: seed)
            let records = generator.records()
            for _ in 0..<50 {
                var query = generator.query(over: records)
                query.instance = "i"
                let text = try query.json.text()
                let read = try Query(json: JSONValue(parsing: text))
                #expect(read == query)
            }
        }
    }
}
