internal import AgentKV
internal import Foundation

/// Reading instances.
extension Connection {
    /// Returns the id of an instance that is known by its id or, if there is none, by its name; of
    /// several of that name the oldest.
    func instanceID(of name: String) throws -> String? {
        let statement = try statement(
            """
            SELECT coalesce(
                (SELECT id FROM kv_instances WHERE id = ?1),
                (SELECT id FROM kv_instances WHERE name = ?1 ORDER BY created_at, id LIMIT 1)
            )
            """
        )
        defer { statement.reset() }
        try statement.bind(name, at: 1)
        return try statement.step() ? statement.optionalText(0) : nil
    }

    /// Returns the id of an instance that is known by its id or its name.
    ///
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    func requireInstance(_ name: String) throws -> String {
        guard let id = try instanceID(of: name) else { throw StoreError.unknownInstance(name) }
        return id
    }

    /// Whether there is an instance of that id.
    func hasInstance(id: String) throws -> Bool {
        let statement = try statement("SELECT 1 FROM kv_instances WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        return try statement.step()
    }

    /// Returns an instance by its id.
    func instance(id: String, now: DatabaseTime) throws -> Instance? {
        let statement = try statement(
            """
            SELECT id, name, description, created_at, updated_at FROM kv_instances WHERE id = ?1
            """
        )
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        guard try statement.step() else { return nil }
        return statement.instance(counts: try recordCounts(ofInstance: id, now: now))
    }

    /// Returns all instances, the newest first.
    func instances(now: DatabaseTime) throws -> [Instance] {
        let statement = try statement(
            """
            SELECT id, name, description, created_at, updated_at FROM kv_instances
            ORDER BY created_at DESC, id
            """
        )
        defer { statement.reset() }
        var instances: [Instance] = []
        while try statement.step() {
            let counts = try recordCounts(ofInstance: statement.text(0), now: now)
            instances.append(statement.instance(counts: counts))
        }
        return instances
    }

    /// Returns how many live records the namespaces of an instance have, those without any left out,
    /// by the bytes of their names.
    ///
    /// Both counts are of index entries: the table is not read. The plus keeps SQLite from finding
    /// those that have expired, which are few, among all records of the instance.
    func recordCounts(
        ofInstance id: String,
        now: DatabaseTime
    ) throws -> [(namespace: String, count: Int)] {
        let statement = try statement(
            """
            SELECT namespace, sum(number) AS live FROM (
                SELECT namespace, count(*) AS number FROM kv_store
                WHERE instance_id = ?1 GROUP BY namespace
                UNION ALL
                SELECT namespace, -count(*) FROM kv_store
                WHERE +instance_id = ?1 AND expires_at <= ?2 GROUP BY namespace
            )
            GROUP BY namespace HAVING live > 0 ORDER BY namespace
            """
        )
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        try statement.bind(now.milliseconds, at: 2)
        var counts: [(String, Int)] = []
        while try statement.step() { counts.append((statement.text(0), Int(statement.integer(1)))) }
        return counts
    }
}

extension Statement {
    /// The instance in a row of id, name, description, and the times of creation and update.
    fileprivate func instance(counts: [(namespace: String, count: Int)]) -> Instance {
        Instance(
            id: text(0),
            name: text(1),
            description: optionalText(2),
            recordCount: counts.reduce(0) { $0 + $1.count },
            namespaces: counts.map(\.namespace),
            createdAt: Date(milliseconds: integer(3)),
            updatedAt: Date(milliseconds: integer(4))
        )
    }
}
