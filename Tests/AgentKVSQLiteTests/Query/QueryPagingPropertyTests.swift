import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// Pages read while records come, go and expire.
@Suite struct QueryPagingPropertyTests {
    @Test(arguments: 0..<20)
    func `each record that is there throughout, and stays as it is, is on one page`(
        _ seed: Int
    ) throws {
        var generator = QueryGenerator(seed: seed)
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<10 {
            var fixture = try QueryFixture()
            for record in generator.records() {
                try fixture.add(record, text: try generator.spelling(of: record.value))
            }
            var query = generator.query(over: fixture.records)
            query.skippedRecords = 0
            query.selection = []
            query.maximumRecords = nil
            var throughout = try fixture.find(query).ids
            query.maximumRecords = Int.random(in: 1...3, using: &random)
            var seen: [[UInt8]] = []
            while true {
                let page = try fixture.find(query)
                try #require(page.json == (try fixture.evaluate(query)).json, "\(query.json)")
                seen += page.ids
                guard let next = page.next else { break }
                // Also after a way through JSON.
                query = try Query(json: query.after(next).json)
                for change in 0..<Int.random(in: 0...3, using: &random) {
                    guard let record = fixture.records.randomElement(using: &random) else { break }
                    throughout.removeAll { $0.elementsEqual(record.id.utf8) }
                    let end = QueryFixture.now - Int64(change % 2)
                    try fixture.replace(record, endsAt: Bool.random(using: &random) ? end : nil)
                }
                for record in generator.records().prefix(1)
                where !fixture.records.contains(where: { $0.isAtPlace(of: record) }) {
                    try fixture.add(record)
                }
            }
            for id in throughout {
                #expect(seen.count { $0 == id } == 1, "\(query.json)")
            }
        }
    }
}

extension QueryFixture {
    /// Ends the lifetime of a record, or deletes it.
    fileprivate mutating func replace(_ record: Record, endsAt end: Int64?) throws {
        _ = try connection.rows("DELETE FROM kv_store WHERE id = ?", [.text(record.id)]) { _ in }
        records.removeAll { $0.isAtPlace(of: record) }
        guard let end else { return }
        try add(
            .sample(
                namespace: record.namespace,
                key: record.key,
                value: record.value,
                createdAt: record.createdAt.milliseconds,
                updatedAt: record.updatedAt.milliseconds,
                expiresAt: end
            )
        )
    }
}

extension Record {
    /// Ids are told apart by their bytes.
    fileprivate func isAtPlace(of other: Record) -> Bool { id.utf8.elementsEqual(other.id.utf8) }
}

extension QueryResult {
    fileprivate var ids: [[UInt8]] { records.compactMap(\.id).map { Array($0.utf8) } }
}
