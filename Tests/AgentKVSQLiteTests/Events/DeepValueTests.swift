import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Testing

/// Values that are nested as deeply as the limits allow, which a store in memory writes down as text.
@Suite struct DeepValueTests {
    private static func nested(_ depth: Int) -> JSONValue {
        (0..<depth).reduce(1) { value, _ in .array([value]) }
    }

    @Test(arguments: [512, 1_000])
    func `they are announced like others`(_ depth: Int) async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.limits.valueDepth = depth
        let database = try await SQLiteDatabase.inMemory(configuration: configuration)
        let adapter = try await database.store(instance: "a")
        let kv = try await TransientStore(limits: configuration.limits, persistence: adapter)
        let events = database.events()
        try await kv.set("deep", to: Self.nested(depth))
        try await kv.flush()
        // An item lies one level below its list.
        try await kv.listAppend("list", items: [Self.nested(depth - 1)])
        try await kv.close()
        await database.close()
        let all = await events.all
        #expect(all.map(\.short) == ["+deep", "+list"])
        guard case .recordSet(_, _, _, let value)? = all.last?.kind else { return }
        #expect(value == Self.nested(depth))
    }
}
