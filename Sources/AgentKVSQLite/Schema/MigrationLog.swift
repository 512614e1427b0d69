internal import AgentKV

/// The table that says which steps of the schema have run.
///
/// Its name is `kv_migrations`. Where another program that writes `kv_store` keeps a table of that
/// name with columns or numbers of its own, that stays as it is, and ours has another name.
struct MigrationLog {
    let connection: Connection
    let table: String

    private static let usualName = "kv_migrations"
    /// The name where the usual one is taken.
    private static let otherName = "agentkv_migrations"

    init(_ connection: Connection) throws {
        self.connection = connection
        let isOurs =
            try Self.columns(of: Self.otherName, connection).isEmpty
            && Self.isOursOrAbsent(connection)
        table = isOurs ? Self.usualName : Self.otherName
    }

    /// Returns the number of the last step that has run; 0 for a new database.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` for a step that this library does not
    ///   know.
    func lastNumber() throws -> Int64 {
        let last = try lastRecordedNumber()
        guard last <= Migration.newest else {
            throw StoreError.storage(
                .newerSchema,
                reason: "its schema has version \(last), and this library knows "
                    + "\(Migration.newest): use a later one"
            )
        }
        return last
    }

    private func lastRecordedNumber() throws -> Int64 {
        guard try Self.columns(of: table, connection).contains("version") else {
            // The first step is one that others may have taken before us.
            return try Self.columns(of: "kv_store", connection).isEmpty ? 0 : 1
        }
        return try connection.rows("SELECT max(version) FROM \(table)") { $0.integer(0) }.first ?? 0
    }

    /// Makes the table if it is missing, with the steps that have been taken by others.
    func create(upTo last: Int64, at now: Int64) throws {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS \(table) (
                version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL
            )
            """
        )
        for migration in Migration.all.prefix(Int(clamping: last)) {
            try record(migration, at: now)
        }
    }

    /// Notes that a step has run.
    func record(_ migration: Migration, at now: Int64) throws {
        let statement = try connection.prepare("INSERT OR IGNORE INTO \(table) VALUES (?, ?, ?)")
        try statement.bind([.integer(migration.number), .text(migration.name), .integer(now)])
        try statement.run()
    }

    private static func isOursOrAbsent(_ connection: Connection) throws -> Bool {
        let columns = try columns(of: usualName, connection)
        if columns.isEmpty { return true }
        guard columns == ["version", "name", "applied_at"] else { return false }
        let first = try connection.rows("SELECT name FROM \(usualName) WHERE version = 1") {
            $0.text(0)
        }.first
        if let first { return first == Migration.all[0].name }
        return try connection.rows("SELECT 1 FROM \(usualName) LIMIT 1") { _ in true }.isEmpty
    }

    private static func columns(of table: String, _ connection: Connection) throws -> [String] {
        try connection.rows("SELECT name FROM pragma_table_info(?)", [.text(table)]) { $0.text(0) }
    }
}
