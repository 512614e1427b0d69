internal import AgentKV

/// The search for what contradicts itself in a database.
struct IntegrityCheck {
    /// How many problems of one kind are told.
    private static let maximum = 100

    private let connection: Connection
    private let limits: StoreLimits
    private var found: [String] = []

    init(_ connection: Connection, limits: StoreLimits) {
        self.connection = connection
        self.limits = limits
    }

    /// Returns what it finds, in words.
    mutating func problems() throws -> [String] {
        checking { try $0.checkPages() }
        checking { try $0.checkSchema() }
        checking { try $0.checkInstances() }
        checking { try $0.checkColumns() }
        checking { try $0.checkIDs() }
        checking { try $0.checkTexts() }
        checking { try $0.checkMetadata() }
        return found
    }

    /// Runs one check; that SQLite cannot carry it out is a problem too.
    private mutating func checking(_ check: (inout Self) throws -> Void) {
        do {
            try check(&self)
        } catch {
            found.append("a check could not be carried out: \(error.forCaller)")
        }
    }

    private mutating func checkPages() throws {
        let answers = try connection.rows("PRAGMA integrity_check(\(Self.maximum))") { $0.text(0) }
        if answers != ["ok"] { found += answers }
    }

    /// Everything that a new database has, this one has too.
    private mutating func checkSchema() throws {
        let new = try Connection(path: ":memory:", creates: true)
        try new.migrate(at: 0)
        let names = """
            SELECT type || ' ' || name FROM sqlite_schema
            WHERE type IN ('index', 'trigger') AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY 1
            """
        let present = Set(try connection.rows(names) { $0.text(0) })
        let expected = try new.rows(names) { $0.text(0) }
        for name in expected where !present.contains(name) {
            found.append("the \(name) is missing")
        }
        let revisions = try connection.rows("SELECT revision FROM kv_revision") { $0.integer(0) }
        if revisions.count != 1 {
            found.append("kv_revision has \(revisions.count) rows, and not one")
        }
    }

    private mutating func checkInstances() throws {
        found += try connection.rows(
            """
            SELECT instance_id, count(*) FROM kv_store
            WHERE instance_id NOT IN (SELECT id FROM kv_instances)
            GROUP BY instance_id LIMIT \(Self.maximum)
            """
        ) { row in
            "there is no instance \(JSONValue.string(row.text(0))), and \(row.integer(1)) records in it"
        }
    }

    private mutating func checkColumns() throws {
        found += try connection.rows(
            """
            SELECT instance_id, namespace, key,
                CASE
                    WHEN id IS NULL THEN 'has no id'
                    WHEN created_at IS NULL THEN 'has no time of creation'
                    WHEN revision IS NULL THEN 'has no revision'
                    WHEN typeof(value) <> 'text' THEN 'has a value that is no text'
                    ELSE 'has a revision that has not been issued'
                END
            FROM kv_store
            WHERE id IS NULL OR created_at IS NULL OR revision IS NULL OR typeof(value) <> 'text'
                OR revision > (SELECT max(revision) FROM kv_revision)
            LIMIT \(Self.maximum)
            """
        ) { "\($0.recordName) \($0.text(3))" }
    }

    private mutating func checkIDs() throws {
        found += try connection.rows(
            """
            SELECT instance_id, namespace, key FROM (
                SELECT instance_id, namespace, key,
                    row_number() OVER (PARTITION BY id ORDER BY created_at, rowid) AS number
                FROM kv_store WHERE id IS NOT NULL
            ) WHERE number > 1 LIMIT \(Self.maximum)
            """
        ) { "\($0.recordName) has the id of another record" }
    }

    private mutating func checkTexts() throws {
        let statement = try connection.prepare(
            "SELECT instance_id, namespace, key, value, metadata FROM kv_store"
        )
        var count = 0
        while count < Self.maximum, try statement.step() {
            guard let problem = problem(of: statement) else { continue }
            found.append("\(statement.recordName) \(problem)")
            count += 1
        }
    }

    private mutating func checkMetadata() throws {
        let statement = try connection.prepare(
            """
            SELECT instance_id, namespace, key, value, kind,
                instance_id IN (SELECT id FROM kv_instances), typeof(due_at) IN ('integer', 'null')
            FROM kv_metadata
            """
        )
        var count = 0
        while count < Self.maximum, try statement.step() {
            guard let problem = problem(ofMetadata: statement) else { continue }
            let kind = JSONValue.string(statement.text(4))
            found.append("\(statement.recordName), what is known of it as \(kind), \(problem)")
            count += 1
        }
    }

    private func problem(ofMetadata row: Statement) -> String? {
        if row.integer(5) == 0 { return "is in an instance that is not there" }
        if row.integer(6) == 0 { return "is due at what is no number" }
        do {
            _ = try row.json(3, for: "", limits: limits.forMetadata)
            return nil
        } catch {
            return "cannot be read: \(error.reason)"
        }
    }

    private func problem(of row: Statement) -> String? {
        do {
            _ = try row.json(3, for: "", limits: limits)
        } catch {
            return "has a value that cannot be read: \(error.reason)"
        }
        if row.isNull(4) { return nil }
        do {
            if case .object = try row.json(4, for: "", limits: limits) { return nil }
            return "has metadata that is no object"
        } catch {
            return "has metadata that cannot be read: \(error.reason)"
        }
    }
}

extension Statement {
    /// What a record is called in a report, by its first three columns.
    fileprivate var recordName: String {
        let names = (0..<3).map { JSONValue.string(text($0)).description }
        return "the record \(names.joined(separator: " / "))"
    }
}
