import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct QueryPlanTests {
    private static func plan(_ query: Query) throws -> String {
        let fixture = try QueryFixture()
        return try query.explain(
            on: fixture.connection,
            instanceID: "i",
            now: QueryFixture.now
        ).joined(separator: "\n")
    }

    @Test func `a namespace is found in the primary key`() throws {
        let place = "(instance_id=? AND namespace=?)"
        #expect(try Self.plan(Query(namespace: "n")).contains(place))
        #expect(try Self.plan(Query().where(.namespace == "n")).contains(place))
        #expect(try Self.plan(Query().where(.namespace.in(["n", "m"]))).contains(place))
    }

    @Test(arguments: [nil, "n"])
    func `keys are found in the primary key, also in all namespaces`(_ namespace: String?) throws {
        let query = Query(namespace: namespace)
        let place = "(instance_id=? AND namespace=? AND key"
        #expect(try Self.plan(query.where(.key == "a")).contains("\(place)=?)"))
        #expect(try Self.plan(query.where(.key.in(["a", "b"]))).contains("\(place)=?)"))
        #expect(try Self.plan(query.where(.key.startsWith("a"))).contains("\(place)>? AND key<?)"))
        #expect(try Self.plan(query.where(.key >= "a")).contains("\(place)>?)"))
        #expect(try Self.plan(query.where(.key < "a")).contains("\(place)<?)"))
    }

    @Test func `where most records are looked at, the table is read as it lies`() throws {
        let fixture = try QueryFixture()
        try fixture.connection.execute(
            """
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers LIMIT 20001)
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            SELECT 'i', 'n', 'key ' || n, n, 0 FROM numbers
            """
        )
        func plan(_ query: Query) throws -> String {
            let now = QueryFixture.now
            return try query.explain(on: fixture.connection, instanceID: "i", now: now).joined()
        }
        let few = Query(namespace: "n")
        #expect(try plan(few).contains("(instance_id=? AND namespace=?)"))
        #expect(try plan(few.where(.value > 5)).contains("SCAN kv_store"))
        #expect(try plan(Query().order(by: .updatedAt)).contains("SCAN kv_store"))
        #expect(try plan(few.where(.value > 5).where(.key == "key 7")).contains("key=?)"))
        #expect(try plan(Query(namespace: "m").where(.value > 5)).contains("namespace=?)"))
    }

    @Test func `the text after a prefix is the next one by bytes`() {
        #expect("a".endOfPrefix == "b")
        #expect("a\u{10FFFF}".endOfPrefix == "b")
        #expect("\u{7F}".endOfPrefix == "\u{80}")
        #expect("x\u{D7FF}".endOfPrefix == "x\u{E000}")
        #expect("\u{10FFFF}\u{10FFFF}".endOfPrefix == nil)
        #expect("".endOfPrefix == nil)
    }
}
