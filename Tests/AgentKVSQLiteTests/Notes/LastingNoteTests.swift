import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct LastingNoteTests {
    @Test func `notes and their lifetimes outlive the process`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let first = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        try await first.store(instance: "a").transaction { tx in
            try tx.setNote("lease", of: "k", to: StoreValue(["by": "worker"]), ttl: .seconds(10))
            try tx.setNote("state", of: "k", to: StoreValue(7))
        }
        await first.close()
        clock.advance(by: .seconds(4))
        let second = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let store = try await second.store(instance: "a")
        try await store.transaction { tx in
            let lease = try tx.note("lease", of: "k")
            let value = try lease?.value.json(for: "", limits: tx.limits)
            let state = try tx.note("state", of: "k")
            #expect(lease?.remainingLifetime == .seconds(6))
            #expect(value == ["by": "worker"])
            #expect(state != nil)
            #expect(state?.remainingLifetime == nil)
        }
        await second.close()
        clock.advance(by: .seconds(6))
        let third = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let last = try await third.store(instance: "a")
        #expect(try await !last.hasNote("lease", of: "k"))
        #expect(try await last.hasNote("state", of: "k"))
    }

    @Test func `an adapter writes notes down and loads them beside its entries`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let adapter = try await database.store(instance: "a")
        let now = clock.wallClock.nanoseconds / 1_000_000
        let entries = [
            ("k", "1", 1, nil), (NoteKey.key(of: "kept", at: "k"), "[2]", 2, now + 1),
            (NoteKey.key(of: "gone", at: "k"), "3", 3, nil),
            (NoteKey.key(of: "dead", at: "k"), "4", 4, now),
        ].map { key, json, revision, end in
            PersistedEntry(
                key: key,
                json: json,
                revision: Revision(rawValue: revision),
                expiresAt: end
            )
        }
        let last = Revision(rawValue: 5)
        for removed in [[], [NoteKey.key(of: "gone", at: "k")]] {
            let kept = removed.isEmpty ? entries : []
            try await adapter.commit(
                PersistenceBatch(entries: kept, removedKeys: removed, revision: last)
            )
        }
        #expect(try await adapter.keys() == ["k"])
        #expect(try await adapter.hasNote("kept", of: "k"))
        #expect(try await database.noteCount == 2)
        let loaded = Lock<[PersistedEntry]>([])
        let revision = try await adapter.load { page in loaded.withLock { $0 += page } }
        #expect(revision >= last)
        #expect(loaded.withLock { $0 } == Array(entries.prefix(2)))
    }

    @Test func `a record of another program under the key of a note stays what it is`()
        async throws
    {
        let folder = try TemporaryFolder()
        try SeedDatabase.make(at: folder.file())
        let key = NoteKey.key(of: "n", at: "k")
        let other = try Connection.foreign(folder.file())
        let insert = try other.prepare(
            """
            INSERT INTO kv_store (instance_id, namespace, key, value, updated_at)
            VALUES ('i', 'n', ?1, '[1]', 1)
            """
        )
        try insert.bind([.text(key)])
        try insert.run()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "i", namespace: "n")
        #expect(try await store.get(key) == [1])
        #expect(try await !store.hasNote("n", of: "k"))
        let loaded = Lock<[PersistedEntry]>([])
        _ = try await store.load { page in loaded.withLock { $0 += page } }
        #expect(loaded.withLock { $0 } == [])
        try await store.commit(
            PersistenceBatch(
                entries: [
                    PersistedEntry(key: key, json: "2", revision: Revision(rawValue: 9))
                ],
                removedKeys: [],
                revision: Revision(rawValue: 9)
            )
        )
        #expect(try await store.get(key) == [1])
        #expect(try await store.hasNote("n", of: "k"))
        #expect(try await store.delete(key))
        #expect(try await store.hasNote("n", of: "k"))
    }
}
