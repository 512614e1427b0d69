import AgentKV
import AgentKVSQLite
import Testing

@Suite struct AgentDataStoreNamespaceTests {
    @Test func `another namespace is another value, and the first stays`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        let cache = data.useNamespace("api-cache")
        #expect(data.namespace == "default")
        #expect(cache.namespace == "api-cache")
        #expect(cache.userID == data.userID)
        try await cache.set("a", to: 1)
        #expect(try await data.get("a") == nil)
        #expect(try await cache.get("a") == 1)
    }

    @Test func `namespaces with data are listed, sorted by their bytes`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        for name in ["files:b", "é", "default", "files:a", "Z", "temp"] {
            try await data.useNamespace(name).set("a", to: 1)
        }
        try await data.useNamespace("temp").delete("a")
        #expect(try await data.listNamespaces() == ["Z", "default", "files:a", "files:b", "é"])
    }

    @Test func `the events of a user's data are those of the instance`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = database.events()
        let data = database.data()
        try await data.setMany(["a": 1, "b": 2])
        try await data.delete("a")
        try await data.clear()
        await database.close()
        var names: [String] = []
        for await event in events { names.append(event.name) }
        #expect(
            names == [
                "kvStore:instance-created", "kvStore:record-set", "kvStore:record-set",
                "kvStore:record-deleted", "kvStore:namespace-cleared",
            ]
        )
    }
}
