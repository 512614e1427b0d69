import AgentKVSQLite
import Testing

@Suite struct FollowedInstanceTests {
    @Test func `an instance is followed by its name before it is made`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = try await database.events(instance: "a")
        try await database.createInstance(name: "b")
        try await database.set("k", to: 1, instance: "b", namespace: "n")
        try await database.createInstance(name: "a")
        try await database.set("l", to: 1, instance: "a", namespace: "n")
        await database.close()
        #expect(await events.all.map(\.short) == ["kvStore:instance-created", "+l"])
    }

    @Test func `when it is deleted, the next one of its name is followed`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let first = try await database.createInstance(name: "a")
        let byName = try await database.events(instance: "a", namespace: "n")
        let byID = try await database.events(instance: first.id, namespace: "n")
        try await database.set("k", to: 1, instance: "a", namespace: "n")
        try await database.deleteInstance("a")
        try await database.createInstance(name: "a")
        try await database.set("l", to: 1, instance: "a", namespace: "n")
        try await database.set("m", to: 1, instance: "a", namespace: "other")
        let third = try await database.createInstance(name: "c")
        try await database.deleteInstance("a")
        try await database.updateInstance(third.id, name: "a")
        try await database.set("n", to: 1, instance: "a", namespace: "n")
        await database.close()
        let deleted = "kvStore:instance-deleted"
        #expect(await byName.all.map(\.short) == ["+k", deleted, "+l", deleted, "+n"])
        #expect(await byID.all.map(\.short) == ["+k", deleted])
    }

    @Test func `it stays the same whatever it and others are called`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.createInstance(name: "a")
        let events = try await database.events(instance: "a")
        try await database.updateInstance("a", name: "b")
        try await database.createInstance(name: "a")
        try await database.set("k", to: 1, instance: "a", namespace: "n")
        try await database.set("l", to: 1, instance: "b", namespace: "n")
        await database.close()
        #expect(await events.all.map(\.short) == ["kvStore:instance-updated", "+l"])
    }
}
