import AgentKV
import AgentKVSQLite
import Testing

@Suite("A context with a database")
struct AgentContextTests {
    @Test func `gives the data store of its user, and notes its agent as the writer`() async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let context = AgentContext(
            runID: "42",
            agentName: "indexer",
            userID: "ada",
            store: TransientStore()
        ).attaching(database)
        try await context.dataStore().set("language", to: "en")
        try await context.agent("planner").dataStore(namespace: "files").set("a", to: 1)
        let data = AgentDataStore(database: database, userID: "ada", agentName: "reader")
        #expect(try await data.get("language", as: String.self) == "en")
        #expect(try await data.record("language")?.createdBy == "indexer")
        #expect(try await data.useNamespace("files").record("a")?.createdBy == "planner")
    }

    @Test func `says that no database is attached`() async throws {
        let context = AgentContext(
            runID: "42",
            agentName: "indexer",
            userID: "ada",
            store: TransientStore()
        )
        #expect(throws: StoreError.self) { try context.dataStore() }
        #expect(context.database == nil)
    }
}
