import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Testing

@Suite struct ReadingTests {
    @Test func `a default stands for absence only, and a stored null is there`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        try await database.createInstance(name: "a")
        func set(_ key: String, _ value: JSONValue, ttl: Duration? = nil) async throws {
            try await database.set(key, to: value, instance: "a", namespace: "n", ttl: ttl)
        }
        try await set("one", 1)
        try await set("null", .null)
        try await set("short", 2, ttl: .seconds(1))
        #expect(try await database.get("one", default: 7, instance: "a", namespace: "n") == 1)
        #expect(try await database.get("short", default: 7, instance: "a", namespace: "n") == 2)
        clock.advance(by: .seconds(1))
        #expect(try await database.get("short", default: 7, instance: "a", namespace: "n") == 7)
        #expect(try await database.exists("null", instance: "a", namespace: "n"))
        #expect(try await !database.exists("short", instance: "a", namespace: "n"))
        #expect(try await !database.exists("one", instance: "a", namespace: "m"))
        await #expect(throws: StoreError.self) {
            try await database.exists("one", instance: "b", namespace: "n")
        }
        await #expect(throws: StoreError.self) {
            try await database.get("null", default: 7, instance: "a", namespace: "n")
        }
    }

    @Test func `records, instances and events have a form as JSON`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let events = database.events()
        let instance = try await database.createInstance(name: "a", description: "d")
        let record = try await database.set(
            "k",
            to: [1],
            instance: "a",
            namespace: "n",
            metadata: ["m": 1]
        )
        try await database.delete("k", instance: "a", namespace: "n")
        try await database.deleteInstance("a")
        await database.close()
        let time: JSONValue = "2026-01-01T00:00:00.000Z"
        let id = JSONValue.string(instance.id)
        #expect(
            instance.json == [
                "id": id, "name": "a", "description": "d", "recordCount": 0, "namespaces": [],
                "createdAt": time, "updatedAt": time,
            ]
        )
        #expect(
            record.json == [
                "id": .string(record.id), "instanceId": id, "namespace": "n", "key": "k",
                "value": [1], "createdAt": time, "updatedAt": time, "metadata": ["m": 1],
                "revision": .integer(record.revision.rawValue),
            ]
        )
        var payloads: [JSONValue] = []
        for await event in events { payloads.append(event.payload) }
        let place: JSONValue = ["instanceId": id, "namespace": "n", "key": "k"]
        #expect(
            payloads == [
                .object(instance.json),
                ["instanceId": id, "namespace": "n", "key": "k", "value": [1]], place, id,
            ]
        )
    }
}
