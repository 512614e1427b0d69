import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct LongReadTests {
    @Test(arguments: [true, false])
    func `a long value is not read on the caller's thread, and is read`(
        _ isInMemory: Bool
    ) async throws {
        let file = TemporaryFile()
        let database =
            try await isInMemory ? SQLiteDatabase.inMemory() : SQLiteDatabase(path: file.path)
        let kv = try await database.store(instance: "a")
        let long = String(repeating: "x", count: Connection.shortText)
        try await kv.mset(["long": long, "short": "x"])
        #expect(try kv.performReadNow("short") { _ in })
        #expect(try !kv.performReadNow("long") { _ in })
        #expect(try await kv.get("long", as: String.self) == long)
        #expect(try await kv.entry("long", as: String.self)?.value == long)
        #expect(try await kv.mget(["short", "long"], as: String.self) == ["x", long])
        #expect(
            try await database.get("long", instance: "a", namespace: "default") == .string(long)
        )
        await database.close()
    }

    @Test func `long values and metadata of records are read, and not on the caller's thread`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let data = AgentDataStore(database: database, userID: "ada", agentName: "indexer")
        let long = JSONValue.string(String(repeating: "x", count: Connection.shortText))
        try await data.set("value", to: long)
        try await data.set("metadata", to: 1, metadata: ["long": long])
        #expect(try await data.record("value")?.value == long)
        #expect(try await data.record("metadata")?.metadata?["long"] == long)
        let id = try #require(try await data.instanceID())
        let found = try await database.record("metadata", instance: id, namespace: data.namespace)
        #expect(found?.metadata?["long"] == long)
        let place = Place(instanceID: id, namespace: data.namespace)
        for key in ["value", "metadata"] {
            let record = try database.readNow { connection in
                try connection.agentRecord(
                    key,
                    in: place,
                    now: database.clock.now,
                    limits: database.limits
                )
            }
            #expect(record == nil, "it was read on this thread")
        }
        await database.close()
    }

    @Test func `after an error that undid the transaction nothing more is written in it`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let kv = try await database.store(instance: "a")
        let place = Place(instanceID: kv.instanceID, namespace: kv.namespace)
        await #expect(throws: StoreError.self) {
            try await database.write { session in
                let value = try WrittenValue(1, for: "a", limits: StoreLimits())
                _ = try? session.step {
                    try session.set("a", in: place, to: value, lifetime: .endless)
                    // As SQLite does by itself where the disk is full.
                    try session.connection.execute("ROLLBACK")
                    throw StoreError.storage(.full, reason: "no space")
                }
                _ = try? session.step {
                    try session.set("b", in: place, to: value, lifetime: .endless)
                }
            }
        }
        #expect(try await kv.keys() == [])
        try await kv.set("c", to: 3)
        #expect(try await kv.keys() == ["c"])
    }
}
