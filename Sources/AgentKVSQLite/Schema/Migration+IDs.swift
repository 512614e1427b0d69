extension Migration {
    /// No two records have one id, and no program can give them one.
    ///
    /// Of records that have one id, as an import may have left them, the one that was made first keeps
    /// it. The index holds the ids that were not made as ``RecordID`` makes them; those are different
    /// as they are. What another program writes that knows the five columns only has an id made at
    /// random, where it had the number of a write before, which an import may have brought. Whether it
    /// overwrites a record whose lifetime has ended, the file's time decides where that is ahead of the
    /// time that the program has written: its clock may have been set back.
    static let indexIDs = Migration(
        number: 11,
        name: "IndexKVStoreIDs",
        sql: """
            UPDATE kv_store SET id = lower(hex(randomblob(16))) WHERE id IS NULL OR rowid IN (
                SELECT number FROM (
                    SELECT rowid AS number,
                        row_number() OVER (PARTITION BY id ORDER BY created_at, rowid) AS place
                    FROM kv_store
                ) WHERE place > 1
            );
            CREATE UNIQUE INDEX kv_store_ids ON kv_store (id)
                WHERE id NOT GLOB '????????????????-????????????????';
            DROP TRIGGER IF EXISTS kv_store_inserted;
            CREATE TRIGGER kv_store_inserted AFTER INSERT ON kv_store WHEN NEW.revision IS NULL
            BEGIN
                INSERT INTO kv_instances (id, name, created_at, updated_at)
                    SELECT NEW.instance_id, NEW.instance_id,
                        coalesce(NEW.updated_at, 0), coalesce(NEW.updated_at, 0)
                    WHERE NOT EXISTS (SELECT 1 FROM kv_instances WHERE id = NEW.instance_id);
                UPDATE kv_revision SET revision = revision + 1;
                UPDATE kv_store SET
                    id = lower(hex(randomblob(16))), created_at = updated_at,
                    revision = (SELECT revision FROM kv_revision)
                WHERE instance_id = NEW.instance_id AND namespace = NEW.namespace
                    AND key = NEW.key;
            END;
            DROP TRIGGER IF EXISTS kv_store_updated;
            CREATE TRIGGER kv_store_updated AFTER UPDATE OF value ON kv_store
            WHEN NEW.revision IS OLD.revision
            BEGIN
                UPDATE kv_revision SET revision = revision + 1;
                UPDATE kv_store SET
                    id = lower(hex(randomblob(16))),
                    created_at = max(
                        NEW.updated_at,
                        coalesce((SELECT time / 1000000 FROM kv_revision), NEW.updated_at)
                    ),
                    metadata = NULL,
                    created_by = NULL
                WHERE instance_id = NEW.instance_id AND namespace = NEW.namespace
                    AND key = NEW.key AND OLD.expires_at <= max(
                        NEW.updated_at,
                        coalesce((SELECT time / 1000000 FROM kv_revision), NEW.updated_at)
                    );
                UPDATE kv_store SET
                    updated_by = NULL,
                    expires_at = NULL,
                    revision = (SELECT revision FROM kv_revision)
                WHERE instance_id = NEW.instance_id AND namespace = NEW.namespace
                    AND key = NEW.key;
            END;
            """
    )
}
