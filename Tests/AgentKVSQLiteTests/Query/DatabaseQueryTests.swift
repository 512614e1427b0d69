import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct DatabaseQueryTests {
    private static func database(
        _ configuration: SQLiteDatabase.Configuration = .init()
    ) async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.inMemory(configuration: configuration)
        let runs = try await database.store(instance: "runs", namespace: "n")
        try await runs.mset(["a": 1, "b": 2, "c": 3])
        return database
    }

    @Test func `the instance is given by id or by name, and ids win`() async throws {
        let database = try await Self.database()
        let id = try #require(try await database.getInstance("runs")?.id)
        let namesake = try await database.createInstance(name: id).id
        try await database.set("other", to: 0, instance: namesake, namespace: "n")
        #expect(try await database.query(Query(instance: "runs")).total == 3)
        #expect(try await database.query(Query(instance: id)).total == 3)
    }

    @Test func `a query can be asked of another place, and is otherwise the same`() async throws {
        let database = try await Self.database()
        let others = try await database.createInstance(name: "others")
        for namespace in ["m", "n"] {
            try await database.set(namespace, to: 9, instance: "others", namespace: namespace)
        }
        let query = Query(instance: "runs", namespace: "n").where(.value > 2).order(by: .key)
        func keys(_ query: Query) async throws -> [String] {
            try await database.query(query).records.compactMap(\.key)
        }
        #expect(try await keys(query) == ["c"])
        #expect(try await keys(query.from(instance: "others", namespace: "m")) == ["m"])
        #expect(try await keys(query.from(instance: others.id)) == ["m", "n"])
        let back = query.from(instance: "others").from(instance: "runs", namespace: "n")
        #expect(back == query)
    }

    @Test func `an instance that is unknown, or not given, is an error`() async throws {
        let database = try await Self.database()
        let unknown = await #expect(throws: StoreError.self) {
            try await database.query(Query(instance: "nobody"))
        }
        #expect(unknown?.description.contains("not found") == true)
        let missing = await #expect(throws: StoreError.self) { try await database.query(Query()) }
        #expect(missing?.reason.contains("from.instance") == true)
        await #expect(throws: StoreError.self) { try await database.explain(Query()) }
    }

    @Test func `the limits are those of the configuration`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.queryLimits = QueryLimits(filters: 1, maximumRecords: 2)
        let database = try await Self.database(configuration)
        let query = Query(instance: "runs")
        #expect(try await database.query(query.where(.value > 1).limit(2)).records.count == 2)
        await #expect(throws: StoreError.self) { try await database.query(query.limit(3)) }
        await #expect(throws: StoreError.self) {
            try await database.query(query.where(.value > 1).where(.value < 3))
        }
    }

    @Test func `a query that takes longer than it may ends`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.queryLimits.time = .zero
        let database = try await Self.database(configuration)
        let error = await #expect(throws: StoreError.self) {
            try await database.query(Query(instance: "runs"))
        }
        guard case .queryTimedOut = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a query in a cancelled task is cancelled`() async throws {
        let database = try await Self.database()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await database.query(Query(instance: "runs"))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `what has expired is not found, and not counted`() async throws {
        let clock = ManualClock()
        let database = try await Self.database(.at(clock))
        let runs = try await database.store(instance: "runs", namespace: "n")
        try await runs.expire("a", ttl: .seconds(5))
        #expect(try await database.query(Query(instance: "runs")).total == 3)
        clock.advance(by: .seconds(5))
        #expect(try await database.query(Query(instance: "runs")).total == 2)
    }

    @Test func `values may nest as deep as the database allows`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.limits.valueDepth = 600
        let database = try await Self.database(configuration)
        let deep = (0..<550).reduce(JSONValue.integer(1)) { value, _ in [value] }
        try await database.set("deep", to: deep, instance: "runs", namespace: "n")
        let page = try await database.query(Query(instance: "runs").where(.key == "deep"))
        #expect(page.records.first?.value == deep)
    }

    @Test(arguments: [600, 1_000])
    func `a filter is held against a value however deep it nests`(_ depth: Int) async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.limits.valueDepth = depth
        let database = try await Self.database(configuration)
        func nested(in inner: JSONValue) -> JSONValue {
            (1..<depth).reduce(inner) { value, _ in [value] }
        }
        try await database.set("deep", to: nested(in: [1]), instance: "runs", namespace: "n")
        try await database.set("other", to: nested(in: [2]), instance: "runs", namespace: "n")
        func keys(_ filter: QueryFilter) async throws -> [String?] {
            let query = Query(instance: "runs").where(filter, .key.in(["deep", "other"]))
            return try await database.query(query).records.map(\.key)
        }
        #expect(try await keys(.value == nested(in: [1.0])) == ["deep"])
        #expect(try await keys(.value != nested(in: [1])) == ["other"])
        #expect(try await keys(.value.in([nested(in: [2]), nested(in: [3])])) == ["other"])
        await #expect(throws: StoreError.self) {
            _ = try await keys(.value == (0...1_024).reduce(1) { value, _ in [value] })
        }
    }

    @Test func `a record that selects nothing in particular has all there is`() async throws {
        let database = try await Self.database()
        let record = try await database.set(
            "a",
            to: 5,
            instance: "runs",
            namespace: "n",
            metadata: ["by": "me"]
        )
        let found = try await database.query(Query(instance: "runs").where(.key == "a")).records
        #expect(found.first?.id == record.id)
        #expect(found.first?.metadata == ["by": "me"])
        #expect(found.first?.revision == record.revision)
        #expect(found.first?.json == record.json)
    }

    @Test func `the plan says that the primary key is used`() async throws {
        let plan = try await Self.database().explain(Query(instance: "runs", namespace: "n"))
        #expect(plan.joined().contains("instance_id=? AND namespace=?"))
    }
}
