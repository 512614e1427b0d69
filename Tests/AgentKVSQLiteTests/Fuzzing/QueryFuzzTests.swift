import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// JSON queries in both dialects that nobody meant to write.
@Suite("JSON queries from anywhere")
struct QueryFuzzTests {
    @Test func `a damaged text is refused, or is a query with one meaning`() throws {
        let corpus = try Corpus.queries()
        let fixture = try Self.fixture(seed: 3)
        var run = 0
        for seed in FuzzSeeds.usual(100) {
            var inputs = HostileInput(corpus: corpus, words: Corpus.queryWords, seed: seed)
            for _ in 0..<20 {
                let bytes = inputs.next()
                guard let json = try? JSONValue(parsing: bytes) else { continue }
                let outcome = try Self.outcome(of: json, on: fixture)
                try #require(outcome.problem == nil, "seed \(seed): \(json)")
                if outcome.hasRun { run += 1 }
            }
        }
        // Queries that are all refused would prove little.
        #expect(run > FuzzSeeds.usual(100).count / 4)
    }

    @Test func `a changed query is refused at its place, or finds what the evaluator finds`()
        throws
    {
        let corpus = try Corpus.queries().compactMap { try? JSONValue(parsing: $0) }
        var run = 0
        for seed in FuzzSeeds.usual(30) {
            let fixture = try Self.fixture(seed: seed)
            var generator = QueryGenerator(seed: Int(truncatingIfNeeded: seed))
            let generated = (0..<20).map { _ in generator.query(over: fixture.records).json }
            var queries = HostileJSON(corpus: corpus + generated, seed: seed)
            for _ in 0..<60 {
                let json = queries.next()
                let outcome = try Self.outcome(of: json, on: fixture)
                try #require(
                    outcome.problem == nil,
                    "seed \(seed), \(outcome.problem ?? ""): \(json)"
                )
                if outcome.hasRun { run += 1 }
            }
        }
        #expect(run > FuzzSeeds.usual(30).count)
    }

    /// What became of a query: whether it was run, and what is wrong with that.
    struct Outcome {
        var hasRun = false
        var problem: String?
    }

    static func outcome(of json: JSONValue, on fixture: QueryFixture) throws -> Outcome {
        let query: Query
        do {
            query = try Query(json: json)
        } catch StoreError.invalidQuery(let reason) {
            return Outcome(problem: reason.isEmpty ? "an error without a reason" : nil)
        }
        guard try Query(json: query.json) == query else {
            return Outcome(problem: "its JSON is another query")
        }
        let expected: QueryResult
        do {
            expected = try fixture.evaluate(query)
        } catch StoreError.invalidQuery(let reason) {
            let found = #expect(throws: StoreError.self) { try fixture.find(query) }
            return Outcome(problem: found?.reason == reason ? nil : "refused otherwise by SQL")
        }
        for scans in [false, true] {
            let found = try fixture.find(query, scans: scans)
            // SQLite ends texts and names at U+0000, as the documentation says.
            if query.hasZero { continue }
            guard found.json == expected.json else {
                return Outcome(problem: "found \(found.json), expected \(expected.json)")
            }
        }
        return Outcome(hasRun: true)
    }

    static func fixture(seed: UInt64) throws -> QueryFixture {
        var generator = QueryGenerator(seed: Int(truncatingIfNeeded: seed))
        var fixture = try QueryFixture()
        for record in generator.records() {
            try fixture.add(record, text: try generator.spelling(of: record.value))
        }
        return fixture
    }
}

extension Query {
    /// Whether U+0000 is anywhere in it.
    fileprivate var hasZero: Bool {
        ((try? json.text()) ?? "").contains("\\u0000")
    }
}
