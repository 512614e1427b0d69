import Synchronization

/// The table of five columns, as seed programs have it, and the statements of the peers on it.
///
/// AgentKV's own has further columns: lifetime, revision, record id and time of creation.
enum SQLiteTable {
    static let creation = """
        CREATE TABLE kv_store (
            instance_id TEXT NOT NULL,
            namespace TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (instance_id, namespace, key)
        )
        """

    static let selection = """
        SELECT value FROM kv_store WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
        """

    static let upsert = """
        INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (instance_id, namespace, key) DO UPDATE SET value = ?4, updated_at = ?5
        """

    /// As long as the id of an instance is.
    static let instance = "0b0e6c1e-5d0f-4e55-9d5c-1a8e0d1c7f42"
    static let namespace = "default"

    /// A new time of update, greater than all before it.
    ///
    /// SQLite notices when an update leaves a row as it is, and then writes nothing.
    static func nextTime() -> Int64 {
        times.add(1, ordering: .relaxed).newValue
    }

    private static let times = Atomic<Int64>(1_760_000_000_000)
}
