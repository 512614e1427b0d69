extension Migration {
    /// What an inbox kept beside a list, under keys with a U+0000, until there was metadata: see
    /// ``FormerNotes``.
    static let createNotes = Migration(
        number: 8,
        name: "CreateKVNotesTable",
        sql: """
            CREATE TABLE kv_notes (
                instance_id TEXT NOT NULL,
                namespace TEXT NOT NULL,
                key TEXT NOT NULL,
                value TEXT NOT NULL,
                revision INTEGER NOT NULL,
                expires_at INTEGER,
                PRIMARY KEY (instance_id, namespace, key)
            ) WITHOUT ROWID;
            CREATE INDEX kv_notes_expiry ON kv_notes (expires_at) WHERE expires_at IS NOT NULL;
            """
    )

    /// Records by the end of their lifetime, whatever place they are in, so that the earliest is
    /// found at once.
    ///
    /// A second index beside the one by place would add 40 % to the cost of each write with a
    /// lifetime. The place is in this one, so that those of others are passed over without reading
    /// them.
    static let orderExpiry = Migration(
        number: 9,
        name: "OrderKVStoreExpiry",
        sql: """
            DROP INDEX IF EXISTS kv_store_expiry;
            CREATE INDEX kv_store_expiry ON kv_store (expires_at, instance_id, namespace)
                WHERE expires_at IS NOT NULL;
            """
    )
}
