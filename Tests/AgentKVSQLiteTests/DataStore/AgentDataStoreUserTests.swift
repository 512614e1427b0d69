import AgentKV
import AgentKVSQLite
import Testing

@Suite struct AgentDataStoreUserTests {
    /// Ids of which each is close to another one.
    private static let users = [
        "ada", "ad", "ada/1", "ada/../ad", "Ada", "ada ", "'ada'", "\"ada\"", "ada%", "ada_", "%",
        "*", "[a]", "\\", "a\u{301}da", "\u{E1}da", "👩‍💻", "👩", "user-ada", "default", "ada:default",
    ]

    @Test func `users see their own data only, whatever their ids hold`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        for (number, user) in Self.users.enumerated() {
            let data = database.data(of: user)
            #expect(try await data.listNamespaces().isEmpty)
            try await data.set("mine", to: number)
            try await data.useNamespace("files").set(user, to: number)
        }
        for (number, user) in Self.users.enumerated() {
            let data = database.data(of: user)
            #expect(try await data.get("mine") == .integer(Int64(number)))
            #expect(try await data.listNamespaces() == ["default", "files"])
            #expect(try await data.useNamespace("files").listKeys().count == 1)
        }
        #expect(try await database.data(of: Self.users[0]).clear() == 1)
        #expect(try await database.data(of: Self.users[1]).get("mine") == 1)
        #expect(try await database.listInstances().count == Self.users.count)
    }

    @Test func `agents of a user share the namespaces`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.data(agent: "indexer").set("a", to: 1)
        #expect(try await database.data(agent: "search").get("a") == 1)
    }

    @Test func `an instance made by hand is never a user's`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        for name in ["ada", "user-ada", "user:ada"] {
            let instance = try await database.createInstance(name: name)
            try await database.set("a", to: 1, instance: instance.id, namespace: "default")
            #expect(try await database.data(of: name).get("a") == nil)
            #expect(try await database.data(of: instance.id).get("a") == nil)
        }
        #expect(try await database.data(of: "ada").listNamespaces().isEmpty)
        try await database.data(of: "grace").set("a", to: 1)
        let data = try await #require(database.data(of: "grace").instanceID())
        for name in ["grace", "user-grace", "user:grace"] {
            #expect(try await database.ensureInstance(name).id != data)
        }
    }

    @Test func `reads make nothing`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let data = database.data()
        _ = try await data.get("a")
        _ = try await data.get("a", default: 1)
        _ = try await data.record("a")
        _ = try await data.getMany(["a"])
        _ = try await data.getAll()
        _ = try await data.listKeys()
        _ = try await data.listNamespaces()
        _ = try await data.instanceID()
        _ = try await data.delete("a")
        _ = try await data.clear()
        _ = try await data.setMany([String: Int](), metadata: ["x": 1])
        #expect(try await database.listInstances().isEmpty)
    }

    @Test func `the data of a deleted instance is gone, and the user begins anew`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let data = database.data()
        try await data.set("a", to: 1)
        let instance = try #require(try await data.instanceID())
        #expect(try await database.deleteInstance(instance))
        #expect(try await data.get("a") == nil)
        try await data.set("b", to: 2)
        #expect(try await data.getAll() == ["b": 2])
        #expect(try await data.instanceID() != instance)
    }

    @Test func `a name that is not allowed is refused by every call, and says why`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let long = String(repeating: "u", count: 2_049)
        let stores = ["", "a\0", long].flatMap { name in
            [
                AgentDataStore(database: database, userID: name, agentName: "a"),
                AgentDataStore(database: database, userID: "u", agentName: name),
                database.data().useNamespace(name),
            ]
        }
        for data in stores {
            await #expect(throws: StoreError.self) { try await data.get("a") }
            await #expect(throws: StoreError.self) { try await data.record("a") }
            await #expect(throws: StoreError.self) { try await data.set("a", to: 1) }
            await #expect(throws: StoreError.self) { try await data.delete("a") }
            await #expect(throws: StoreError.self) { try await data.listKeys() }
            await #expect(throws: StoreError.self) { try await data.listNamespaces() }
            await #expect(throws: StoreError.self) { try await data.clear() }
            await #expect(throws: StoreError.self) { try await data.getMany([]) }
            await #expect(throws: StoreError.self) { try await data.setMany([String: Int]()) }
            await #expect(throws: StoreError.self) { try await data.getAll() }
        }
        await #expect { try await database.data(of: long).get("a") } throws: {
            let reason = ($0 as? StoreError)?.reason ?? ""
            return reason.contains("user") && reason.contains("2049") && reason.contains("2048")
        }
        #expect(try await database.listInstances().isEmpty)
    }

    @Test func `a user id may be as long as a key`() async throws {
        let data = try await SQLiteDatabase.inMemory()
            .data(of: String(repeating: "u", count: 2_048))
        try await data.set("a", to: 1)
        #expect(try await data.get("a") == 1)
    }
}
