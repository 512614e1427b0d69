import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct QueryDeadlineTests {
    /// An endless statement: only a deadline ends it.
    private static let endless = """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
        SELECT count(*) FROM numbers
        """

    @Test func `a query whose time is over fails, and the connection goes on`() throws {
        let fixture = try QueryFixture(values: [1])
        let error = #expect(throws: StoreError.self) {
            try fixture.find(Query(), limits: QueryLimits(time: .zero))
        }
        guard case .queryTimedOut? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fixture.connection.isOutsideTransaction)
        #expect(
            try fixture.find(Query(), limits: QueryLimits(time: .seconds(Int64.max))).total == 1
        )
    }

    @Test func `a statement that runs ends when its time is over`() throws {
        let connection = try QueryFixture().connection
        let error = #expect(throws: StoreError.self) {
            try connection.obeying(QueryDeadline(after: .milliseconds(1))) {
                try connection.rows(Self.endless) { $0.integer(0) }
            }
        }
        guard case .queryTimedOut? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try connection.rows("SELECT 1") { $0.integer(0) } == [1])
    }

    @Test func `a statement that runs ends when it is cancelled`() throws {
        let connection = try QueryFixture().connection
        let deadline = QueryDeadline()
        #expect(throws: CancellationError.self) {
            try connection.obeying(deadline) {
                deadline.cancel()
                _ = try connection.rows(Self.endless) { $0.integer(0) }
            }
        }
        #expect(throws: CancellationError.self) { try connection.obeying(deadline) {} }
        #expect(try connection.rows("SELECT 1") { $0.integer(0) } == [1])
    }
}
