import AgentKV
import Foundation

@testable import AgentKVSQLite

/// An instance in memory that queries are run on, by SQL and by the evaluator.
struct QueryFixture {
    static let now: Int64 = 1_705_658_400_000
    let connection: Connection
    var records: [Record] = []

    init() throws {
        connection = try Connection(path: ":memory:", creates: true)
        try connection.migrate(at: Self.now)
    }

    /// An instance with one record for each value, at the keys `k0`, `k1`, ….
    init(values: [JSONValue]) throws {
        try self.init()
        for (index, value) in values.enumerated() {
            try add(Record.sample(key: "k\(index)", value: value))
        }
    }

    /// Adds a record; `text` is how its value is spelt, where another program has written it.
    mutating func add(_ record: Record, text: String? = nil) throws {
        let statement = try connection.prepare(
            """
            INSERT INTO kv_store
                (instance_id, namespace, key, value, created_at, updated_at, expires_at, id, revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            """
        )
        try statement.bind([
            .text(record.instanceID), .text(record.namespace), .text(record.key),
            .text(try text ?? record.value.text()), .integer(record.createdAt.milliseconds),
            .integer(record.updatedAt.milliseconds),
            record.expiresAt.map { .integer($0.milliseconds) } ?? .null, .text(record.id),
        ])
        try statement.run()
        records.append(record)
    }

    /// What SQL finds.
    func find(
        _ query: Query,
        limits: QueryLimits = QueryLimits(),
        deadline: QueryDeadline? = nil,
        scans: Bool? = nil
    ) throws -> QueryResult {
        try query.run(
            on: connection,
            instanceID: "i",
            now: Self.now,
            limits: limits,
            deadline: deadline,
            scans: scans
        )
    }

    /// What the evaluator finds.
    func evaluate(_ query: Query) throws -> QueryResult {
        try query.evaluate(
            over: records.filter { $0.instanceID == "i" },
            now: Date(milliseconds: Self.now)
        )
    }

    /// The keys of what both find, which has to be the same.
    func keys(_ query: Query) throws -> [String] {
        let found = try find(query)
        guard found.json == (try evaluate(query)).json else {
            throw Disagreement(query: query.json.description)
        }
        return found.records.compactMap(\.key)
    }

    /// SQL and evaluator find different records.
    struct Disagreement: Error {
        let query: String
    }
}

extension Record {
    static func sample(
        instance: String = "i",
        namespace: String = "n",
        key: String,
        value: JSONValue = .null,
        createdAt: Int64 = 1_000,
        updatedAt: Int64 = 2_000,
        expiresAt: Int64? = nil
    ) -> Record {
        Record(
            id: "\(instance)/\(namespace)/\(key)",
            instanceID: instance,
            namespace: namespace,
            key: key,
            value: value,
            createdAt: Date(milliseconds: createdAt),
            updatedAt: Date(milliseconds: updatedAt),
            expiresAt: expiresAt.map(Date.init(milliseconds:)),
            revision: Revision(rawValue: 1)
        )
    }
}
