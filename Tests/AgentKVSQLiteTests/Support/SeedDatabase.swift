@testable import AgentKVSQLite

/// A database as the two migrations of seed 004 leave it.
enum SeedDatabase {
    static let table = """
        CREATE TABLE kv_store (
            instance_id TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
            value TEXT NOT NULL, updated_at INTEGER NOT NULL,
            PRIMARY KEY (instance_id, namespace, key)
        );
        """

    /// How the program may have kept track of its migrations.
    enum Log: CaseIterable {
        case none, ours, named, timed

        var sql: String {
            switch self {
            case .none: ""
            case .ours:
                """
                CREATE TABLE kv_migrations (
                    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL
                );
                INSERT INTO kv_migrations VALUES
                    (1, 'CreateKVStoreTable', 5), (2, 'CreateKVMigrationsTable', 5);
                """
            case .named:
                """
                CREATE TABLE kv_migrations (id INTEGER PRIMARY KEY, migration TEXT UNIQUE);
                INSERT INTO kv_migrations VALUES
                    (1, 'CreateKVStoreTable'), (2, 'CreateKVMigrationsTable');
                """
            case .timed:
                """
                CREATE TABLE kv_migrations (version INTEGER, name TEXT, applied_at INTEGER);
                INSERT INTO kv_migrations VALUES
                    (1700000000, 'CreateKVStoreTable', 5), (1700000001, 'CreateKVMigrationsTable', 5);
                """
            }
        }
    }

    static func make(at path: String, log: Log = .named, _ rows: String = "") throws {
        let connection = try Connection.foreign(path)
        try connection.execute(table + log.sql)
        if !rows.isEmpty { try connection.execute("INSERT INTO kv_store VALUES \(rows)") }
    }
}
