/// One step of the schema, from what the steps before it have made.
struct Migration: Sendable {
    let number: Int64
    let name: String
    /// Statements that run once, in the transaction that records the step.
    let sql: String
    /// What runs behind them, where statements do not suffice.
    var step: (@Sendable (Connection) throws -> Void)?

    /// Every step, in order.
    ///
    /// A step that has been released is never changed: a change is a new one.
    static let all: [Migration] = [
        createRecords, createMigrations, addColumns, createInstances, createRevision, indexExpiry,
        followForeignWriters, createNotes, orderExpiry, keepTime, indexIDs,
        keepMetadata,
    ]

    /// The schema that this library works on.
    static let newest = Int64(all.count)
}

extension Migration {
    /// The table of the two-migration, five-column schema of Codebolt's `kvStore`, as it is there.
    private static let createRecords = Migration(
        number: 1,
        name: "CreateKVStoreTable",
        sql: """
            CREATE TABLE IF NOT EXISTS kv_store (
                instance_id TEXT NOT NULL,
                namespace TEXT NOT NULL,
                key TEXT NOT NULL,
                value TEXT NOT NULL,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (instance_id, namespace, key)
            );
            """
    )

    /// The record of which steps have run: the second migration of Codebolt's `kvStore`.
    ///
    /// Another program may have made one of its own by this name; ``MigrationLog`` sees to that.
    private static let createMigrations = Migration(
        number: 2,
        name: "CreateKVMigrationsTable",
        sql: ""
    )

    /// What a record has beside value and key; who wrote it is known where an agent did.
    private static let addColumns = Migration(
        number: 3,
        name: "AddKVStoreRecordColumns",
        sql: """
            ALTER TABLE kv_store ADD COLUMN id TEXT;
            ALTER TABLE kv_store ADD COLUMN created_at INTEGER;
            ALTER TABLE kv_store ADD COLUMN expires_at INTEGER;
            ALTER TABLE kv_store ADD COLUMN metadata TEXT;
            ALTER TABLE kv_store ADD COLUMN revision INTEGER;
            ALTER TABLE kv_store ADD COLUMN created_by TEXT;
            ALTER TABLE kv_store ADD COLUMN updated_by TEXT;
            UPDATE kv_store SET
                id = counted.number, created_at = updated_at, revision = counted.number
            FROM (
                SELECT instance_id, namespace, key,
                    row_number() OVER (ORDER BY instance_id, namespace, key) AS number
                FROM kv_store
            ) AS counted
            WHERE kv_store.instance_id = counted.instance_id
                AND kv_store.namespace = counted.namespace AND kv_store.key = counted.key;
            """
    )

    /// An instance may be that of a user, who has one at most and is told by the bytes of the id.
    private static let createInstances = Migration(
        number: 4,
        name: "CreateKVInstancesTable",
        sql: """
            CREATE TABLE kv_instances (
                id TEXT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                description TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                user_id TEXT
            );
            CREATE UNIQUE INDEX kv_instances_user ON kv_instances (user_id)
                WHERE user_id IS NOT NULL;
            CREATE INDEX kv_instances_name ON kv_instances (name, created_at, id);
            """
    )

    private static let createRevision = Migration(
        number: 5,
        name: "CreateKVRevisionTable",
        sql: """
            CREATE TABLE kv_revision (
                only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
                revision INTEGER NOT NULL
            );
            INSERT INTO kv_revision SELECT 1, coalesce(max(revision), 0) FROM kv_store;
            """
    )

    private static let indexExpiry = Migration(
        number: 6,
        name: "IndexKVStoreExpiry",
        sql: """
            CREATE INDEX kv_store_expiry ON kv_store (instance_id, namespace, expires_at)
                WHERE expires_at IS NOT NULL;
            """
    )

    /// What a program writes that knows the five columns only gets a revision and what else a
    /// record has; an overwritten one has no lifetime any more.
    ///
    /// Connections of this library run no triggers: they write those columns themselves.
    private static let followForeignWriters = Migration(
        number: 7,
        name: "FollowFiveColumnWriters",
        sql: """
            CREATE TRIGGER kv_store_inserted AFTER INSERT ON kv_store WHEN NEW.revision IS NULL
            BEGIN
                INSERT INTO kv_instances (id, name, created_at, updated_at)
                    SELECT NEW.instance_id, NEW.instance_id,
                        coalesce(NEW.updated_at, 0), coalesce(NEW.updated_at, 0)
                    WHERE NOT EXISTS (SELECT 1 FROM kv_instances WHERE id = NEW.instance_id);
                UPDATE kv_revision SET revision = revision + 1;
                UPDATE kv_store SET
                    id = (SELECT revision FROM kv_revision), created_at = updated_at,
                    revision = (SELECT revision FROM kv_revision)
                WHERE instance_id = NEW.instance_id AND namespace = NEW.namespace
                    AND key = NEW.key;
            END;
            CREATE TRIGGER kv_store_updated AFTER UPDATE OF value ON kv_store
            WHEN NEW.revision IS OLD.revision
            BEGIN
                UPDATE kv_revision SET revision = revision + 1;
                UPDATE kv_store SET
                    id = iif(
                        OLD.expires_at <= NEW.updated_at, (SELECT revision FROM kv_revision), id
                    ),
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
}
