/// The steps for the data of agents: who wrote a record, and whose an instance is.
extension Migration {
    /// Who has written a record is known where an agent has; an overwrite by a program that knows
    /// the five columns only is nobody's.
    static let addWriters = Migration(
        number: 8,
        name: "AddKVStoreWriters",
        sql: """
            ALTER TABLE kv_store ADD COLUMN created_by TEXT;
            ALTER TABLE kv_store ADD COLUMN updated_by TEXT;
            DROP TRIGGER kv_store_updated;
            CREATE TRIGGER kv_store_updated AFTER UPDATE OF value ON kv_store
            WHEN NEW.revision IS OLD.revision
            BEGIN
                UPDATE kv_revision SET revision = revision + 1;
                UPDATE kv_store SET
                    id = iif(OLD.expires_at <= NEW.updated_at, lower(hex(randomblob(16))), id),
                    created_at =
                        iif(OLD.expires_at <= NEW.updated_at, NEW.updated_at, created_at),
                    metadata = iif(OLD.expires_at <= NEW.updated_at, NULL, metadata),
                    created_by = iif(OLD.expires_at <= NEW.updated_at, NULL, created_by),
                    updated_by = NULL,
                    expires_at = NULL,
                    revision = (SELECT revision FROM kv_revision)
                WHERE instance_id = NEW.instance_id AND namespace = NEW.namespace
                    AND key = NEW.key;
            END;
            """
    )

    /// An instance may be that of a user, who has one at most and is told by the bytes of the id.
    static let addUsers = Migration(
        number: 9,
        name: "AddKVInstanceUsers",
        sql: """
            ALTER TABLE kv_instances ADD COLUMN user_id TEXT;
            CREATE UNIQUE INDEX kv_instances_user ON kv_instances (user_id)
                WHERE user_id IS NOT NULL;
            """
    )
}
