import AgentKV
import Testing

private enum ModelKey: AgentContextKey {
    typealias Value = String
}

private enum CountKey: AgentContextKey {
    typealias Value = Int
}

@Suite("AgentContext")
struct AgentContextTests {
    let store = TransientStore()
    var context: AgentContext {
        AgentContext(runID: "42", agentName: "planner", userID: "ada", store: store)
    }

    @Test func `kv is the whole store, and scope the keys of the run`() async throws {
        try await context.kv().set("run:42:plan", to: "draft", ttl: .seconds(300))
        #expect(try await context.scope.get("plan", as: String.self) == "draft")
        #expect(try await store.get("run:42:plan", as: String.self) == "draft")
        try await context.kv().set("run:421:plan", to: "other")
        #expect(try await context.scope.keys() == ["plan"])
    }

    @Test func `is current where it runs, and in the tasks made there`() async throws {
        #expect(AgentContext.current == nil)
        try await context.run {
            #expect(AgentContext.current?.agentName == "planner")
            #expect(await Task { AgentContext.current?.runID }.value == "42")
            #expect(await Task.detached { AgentContext.current?.runID }.value == nil)
            await context.agent("reader").run {
                #expect(AgentContext.current?.agentName == "reader")
            }
            try await store.set("a", to: 1)
        }
        #expect(AgentContext.current == nil)
    }

    @Test func `cleans up behind a run that it ends`() async throws {
        try await store.set("other", to: 1)
        let count = try await context.run(onEnd: .delete) { scope in
            try await scope.set("plan", to: AgentContext.current?.agentName)
            return try await context.kv().count()
        }
        #expect(count == 2)
        #expect(try await store.keys() == ["other"])
    }

    @Test func `holds what is attached to it, by key, and hands it on to other agents`() {
        var context = context
        context[ModelKey.self] = "small"
        context[CountKey.self] = 3
        let other = context.agent("reader")
        #expect(other[ModelKey.self] == "small")
        #expect(other[CountKey.self] == 3)
        context[ModelKey.self] = nil
        #expect(context[ModelKey.self] == nil)
        #expect(other[ModelKey.self] == "small")
    }

    @Test(arguments: ["", "a\u{0}"])
    func `refuses a run whose id makes no key`(runID: String) async throws {
        let context = AgentContext(runID: runID, agentName: "a", userID: "b", store: store)
        await #expect(throws: StoreError.self) { try await context.scope.set("plan", to: 1) }
        await #expect(throws: StoreError.self) {
            try await context.run(onEnd: .delete) { _ in try await store.set("ran", to: 1) }
        }
        #expect(await store.count() == 0)
    }
}
