import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// What inboxes kept as notes in files of the version before.
@Suite struct FormerNotesTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let connection: Connection
    private var now: Int64 { clock.wallClock.milliseconds }

    /// Makes a file as that version left it.
    init() throws {
        folder = try TemporaryFolder()
        connection = try Connection.foreign(folder.file())
        for migration in Migration.all.prefix(11) { try connection.execute(migration.sql) }
        try MigrationLog(connection).create(upTo: 11, at: 1)
        try connection.execute(
            """
            INSERT INTO kv_instances (id, name, created_at, updated_at) VALUES ('i', 'a', 1, 1);
            UPDATE kv_revision SET revision = 99
            """
        )
    }

    private func setList(
        _ key: String,
        _ text: String,
        revision: Int64,
        until end: Int64? = nil
    ) throws {
        _ = try connection.rows(
            """
            INSERT INTO kv_store
                (instance_id, namespace, key, value, updated_at, id, created_at, revision, expires_at)
            VALUES ('i', 'n', ?1, ?2, 1, ?1, 1, ?3, ?4)
            """,
            [.text(key), .text(text), .integer(revision), end.map(SQLValue.integer) ?? .null]
        ) { _ in }
    }

    private func note(
        _ name: String,
        of key: String,
        _ text: String,
        until end: Int64? = nil
    ) throws {
        _ = try connection.rows(
            "INSERT INTO kv_notes VALUES ('i', 'n', ?1, ?2, 50, ?3)",
            [
                .text(key + "\0agentkv-note\0" + name), .text(text),
                end.map(SQLValue.integer) ?? .null,
            ]
        ) { _ in }
    }

    private func open() async throws -> (SQLiteDatabase, SQLiteStore) {
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        #expect(
            try await database.strings("SELECT 1 FROM sqlite_schema WHERE name = 'kv_notes'") == []
        )
        #expect(try await database.checkIntegrity() == [])
        return (database, try await database.store(instance: "a", namespace: "n"))
    }

    @Test func `lent messages come back at the end of their lease, and attempts go on`()
        async throws
    {
        try setList("q", "[3]", revision: 40)
        try note("state", of: "q", #"{"first":2,"revision":40,"noted":0,"leases":2}"#)
        try note("quiet", of: "q", "true", until: now + 5_000)
        for (name, item, end) in [("bdb0", 1, now + 5_000), ("bdb1", 2, now + 7_000)] {
            let index = name.suffix(1)
            try note(
                "lease\0\(name)",
                of: "q",
                #"{"item":\#(item),"attempts":2,"number":{"revision":13,"index":\#(index)}}"#
            )
            try note("held\0\(name)", of: "q", "2", until: end)
        }
        let (database, store) = try await open()
        #expect(try await store.get("q") == [3])
        clock.advance(by: .milliseconds(4_999))
        #expect(try await store.get("q") == [3])
        clock.advance(by: .milliseconds(1))
        #expect(try await store.get("q") == [1, 3])
        clock.advance(by: .seconds(2))
        #expect(try await store.get("q") == [1, 2, 3])
        let inbox = store.inbox("q", of: Int.self, options: InboxOptions(maximumAttempts: 3))
        let lent = try await inbox.reserve(max: 9, lease: .seconds(1))
        #expect(lent.map(\.attempt) == [3, 3, 1])
        #expect(lent.map(\.id).prefix(2) == ["13.0", "13.1"])
        clock.advance(by: .seconds(1))
        #expect(try await store.get("q:dead-letters") == [1, 2])
        #expect(try await store.get("q") == [3])
        await database.close()
    }

    @Test func `a lent message whose list was empty comes back, one whose lease had ended at once`()
        async throws
    {
        try note("state", of: "q", #"{"first":1,"revision":0,"noted":0,"leases":2}"#)
        try note(
            "lease\0b1b0",
            of: "q",
            #"{"item":"a","attempts":1,"number":{"revision":1,"index":0}}"#
        )
        try note(
            "lease\0b1b1",
            of: "q",
            #"{"item":"b","attempts":1,"number":{"revision":1,"index":1}}"#
        )
        try note("held\0b1b1", of: "q", "1", until: now + 1_000)
        let (database, store) = try await open()
        #expect(try await store.get("q") == ["a"])
        clock.advance(by: .seconds(1))
        #expect(try await store.get("q") == ["a", "b"])
        await database.close()
    }

    @Test(arguments: [40, 41])
    func `waiting messages keep lifetimes and attempts, also where others have changed the list`(
        _ revision: Int64
    ) async throws {
        try setList("q", "[1,2,3,4]", revision: revision)
        try note("state", of: "q", #"{"first":-1,"revision":40,"noted":3,"leases":0}"#)
        try note(
            "waiting\0-1",
            of: "q",
            #"{"item":1,"attempts":4,"number":{"revision":7,"index":0}}"#
        )
        try note("waiting\01", of: "q", #"{"item":3,"attempts":0,"life":"39.0"}"#)
        try note("live\039.0", of: "q", "true", until: now + 1_000)
        try note("waiting\02", of: "q", #"{"item":4,"attempts":0,"life":"38.0"}"#)
        let (database, store) = try await open()
        #expect(try await store.get("q") == [1, 2, 3])
        clock.advance(by: .seconds(1))
        #expect(try await store.get("q") == [1, 2])
        let lent = try await store.inbox("q", of: Int.self).reserve(max: 9, lease: .seconds(1))
        #expect(lent.map(\.attempt) == [5, 1])
        #expect(lent[0].id == "7.0")
        await database.close()
    }

    @Test func `ids are remembered for what is left of their window, and counted`() async throws {
        try note("id\0\"x\"", of: "q", "true", until: now + 1_000)
        try note("id\0[1,\"\0\"]", of: "q", "true", until: now + 9_000)
        let (database, store) = try await open()
        let inbox = store.inbox(
            "q",
            of: Int.self,
            options: InboxOptions(maximumRememberedIDs: 2)
        )
        #expect(try await inbox.send(1, id: "x") == .duplicate)
        clock.advance(by: .seconds(1))
        #expect(try await inbox.send(1, id: "x") == .sent)
        #expect(try await inbox.send(2, id: "y") == .sent)
        #expect(try await inbox.send(1, id: "x") == .duplicate)
        #expect(
            try await database.strings("SELECT name FROM kv_metadata WHERE kind = 'id'").count == 2
        )
        await database.close()
    }

    @Test func `a message lent from a list with a lifetime ends with it`() async throws {
        try setList("q", "[2]", revision: 40, until: now + 3_000)
        try note("state", of: "q", #"{"first":1,"revision":40,"noted":0,"leases":1}"#)
        try note(
            "lease\0b1b0",
            of: "q",
            #"{"item":1,"attempts":1,"number":{"revision":1,"index":0}}"#
        )
        try note("held\0b1b0", of: "q", "1", until: now + 5_000)
        let (database, store) = try await open()
        clock.advance(by: .seconds(5))
        #expect(try await store.get("q") == nil)
        await database.close()
    }

    @Test func `several keys are told apart, and what makes no sense is left out`() async throws {
        try setList("a", "[1]", revision: 40)
        try note("id\01", of: "a", "true", until: now + 1_000)
        try note("waiting\0x", of: "a", "{}")
        try note("lease\0b1b0", of: "a", "{")
        try note("id\01", of: "a\u{1}", "true", until: now + 1_000)
        try note("nothing", of: "b", "1")
        _ = try connection.rows("INSERT INTO kv_notes VALUES ('i', 'n', 'no note', '1', 1, NULL)") {
            _ in
        }
        let (database, _) = try await open()
        let rows = try await database.strings(
            "SELECT hex(key) || ' ' || kind || ' ' || name FROM kv_metadata ORDER BY 1"
        )
        #expect(rows == ["61 id 1", "61 ids ", "6101 id 1", "6101 ids "])
        await database.close()
    }
}
