import AgentKV
import AgentKVTesting
import Testing

/// What is loaded into a store that has no room for it.
@Suite("Loading within a bound")
struct BoundedLoadTests {
    @Test func `a value that does not fit is returned to all who wait, and not kept`() async throws
    {
        let store = try TransientStore(bounds: .bytes(1_000))
        let text = String(repeating: "x", count: 10_000)
        let gate = AsyncStream<Void>.makeStream()
        let callers = (0..<10).map { _ in
            Task {
                try await store.value(for: "k") {
                    for await _ in gate.stream {}
                    return text
                }
            }
        }
        while store.coordinator.loadWaiters(of: "k") ?? 0 < 10 { await Task.yield() }
        gate.continuation.finish()
        for caller in callers { #expect(try await caller.value == text) }
        #expect(try await store.keys().contains("k") == false)
    }

    @Test func `a value for which nothing makes room is returned, and each call loads it`()
        async throws
    {
        let store = try TransientStore(bounds: .entries(1, whenFull: .refuse))
        try await store.set("other", to: 0)
        for number in 1...3 {
            #expect(try await store.value(for: "k") { number } == number)
            #expect(try await store.scoped(to: "run").value(for: "k") { number } == number)
        }
        #expect(try await store.keys() == ["other"])
    }

    @Test func `a store full of inboxes loads`() async throws {
        let store = try TransientStore(bounds: .entries(3))
        for number in 1...3 { try await store.inbox("i\(number)", of: Int.self).send(number) }
        #expect(try await store.value(for: "k") { 2 } == 2)
        #expect(try await store.keys().contains("k") == false)
    }

    @Test func `a value that is loaded again and does not fit leaves the one that is there`()
        async throws
    {
        let clock = ManualClock()
        let store = try TransientStore(clock: clock, bounds: .bytes(1_000))
        let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
        try await store.set("k", to: "small", ttl: .seconds(4))
        let text = String(repeating: "x", count: 10_000)
        for _ in 1...2 {
            #expect(try await store.value(for: "k", options: options) { text } == "small")
            while store.coordinator.loadWaiters(of: "k") != nil { await Task.yield() }
        }
        #expect(try await store.get("k", as: String.self) == "small")
    }

    @Test func `a value that cannot be stored for another reason is an error`() async throws {
        let store = try TransientStore(bounds: .bytes(1_000))
        await #expect(throws: StoreError.self) { try await store.value(for: "k") { Double.nan } }
    }
}
