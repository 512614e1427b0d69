import Testing

@testable import AgentKVSQLite

@Suite struct MigrationTests {
    @Test func `a new database is brought to the newest schema, and once`() throws {
        let connection = try Connection(path: ":memory:", creates: true)
        try connection.migrate(at: 1)
        try connection.migrate(at: 2)
        let steps = try connection.rows("SELECT version, applied_at FROM kv_migrations") {
            [$0.integer(0), $0.integer(1)]
        }
        #expect(steps == Migration.all.map { [$0.number, 1] })
    }
}
