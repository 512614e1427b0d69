import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct OlderSchemaTests {
    /// A file as this library left it before inboxes kept anything beside lists.
    private func makeSeventh(at path: String, expiry: Int64) throws {
        let connection = try Connection.foreign(path)
        for migration in Migration.all.prefix(7) { try connection.execute(migration.sql) }
        try MigrationLog(connection).create(upTo: 7, at: 1)
        try connection.execute(
            """
            INSERT INTO kv_instances (id, name, created_at, updated_at) VALUES ('i', 'a', 1, 1);
            INSERT INTO kv_store (
                instance_id, namespace, key, value, updated_at, id, created_at, revision, expires_at
            )
            VALUES ('i', 'n', 'endless', '1', 1, '1', 1, 1, NULL),
                ('i', 'n', 'dead', '2', 1, '2', 1, 2, \(expiry)),
                ('i', 'n', 'live', '3', 1, '3', 1, 3, \(expiry + 1));
            UPDATE kv_revision SET revision = 3
            """
        )
    }

    @Test func `records with lifetimes are brought forward`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let now = clock.wallClock.nanoseconds / 1_000_000
        try makeSeventh(at: folder.file(), expiry: now)
        for _ in 1...2 {
            let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
            let store = try await database.store(instance: "a", namespace: "n")
            #expect(try await store.keys() == ["endless", "live"])
            #expect(
                try await store.entry("live", as: Int.self)?.remainingLifetime == .milliseconds(1)
            )
            #expect(try await database.checkIntegrity().isEmpty)
            await database.close()
        }
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let store = try await database.store(instance: "a", namespace: "n")
        #expect(try await store.purgeExpired() == 1)
        clock.advance(by: .milliseconds(1))
        #expect(try await database.purgeExpired() == 1)
        let next = try #require(try await store.compareAndSet("next", to: 1, expecting: nil))
        #expect(next.rawValue > 5)
    }

    @Test func `the first sweep after opening frees what has expired before`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let now = clock.wallClock.nanoseconds / 1_000_000
        try makeSeventh(at: folder.file(), expiry: now)
        let database = try await SQLiteDatabase(
            path: folder.file(),
            configuration: .at(clock, sweeps: true)
        )
        let events = database.events()
        // The one that is dead may be freed before anybody listens.
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(100))
        for await event in events where event.short == "-live" { break }
        #expect(try await database.strings("SELECT key FROM kv_store") == ["endless"])
    }
}
