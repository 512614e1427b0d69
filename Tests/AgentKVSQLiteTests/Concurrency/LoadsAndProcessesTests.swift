import AgentKV
import Testing

@testable import AgentKVSQLite

/// What another process does to a file while a store loads again what is there.
@Suite("A load and another process")
struct LoadsAndProcessesTests {
    private let folder: TemporaryFolder
    private let database: SQLiteDatabase
    private let store: SQLiteStore
    private let other: SQLiteStore

    /// What is there is stale from the beginning.
    private let options = LoadOptions(ttl: .seconds(600), staleFor: .seconds(3_600))

    init() async throws {
        folder = try TemporaryFolder()
        database = try await SQLiteDatabase(path: folder.file())
        store = try await database.store(instance: "a")
        other = try await SQLiteDatabase(path: folder.file()).store(instance: "a")
        try await store.set("k", to: 0, ttl: .seconds(60))
    }

    @Test func `who asks after its deletion begins a load of its own`() async throws {
        let load = HeldRefresh(in: store, options)
        await load.waitUntilBegun()
        try await other.delete("k")
        #expect(try await store.value(for: "k") { 2 } == 2)
        await load.end()
        #expect(try await store.get("k", as: Int.self) == 2)
    }

    @Test func `who asks after its write gets that, and loads it again`() async throws {
        let load = HeldRefresh(in: store, options)
        await load.waitUntilBegun()
        try await other.set("k", to: 5, ttl: .seconds(60))
        let next = HeldRefresh(in: store, options)
        await next.waitUntilBegun()
        #expect(try await next.value == 5)
        load.finish()
        await next.end()
        #expect(try await store.get("k", as: Int.self) == 1)
        #expect(try await load.value == 0)
    }

    @Test func `a lifetime that it changes stays`() async throws {
        let load = HeldRefresh(in: store, options)
        await load.waitUntilBegun()
        try await other.persist("k")
        await load.end()
        let entry = try await store.entry("k", as: Int.self)
        #expect(entry?.value == 1)
        #expect(entry?.remainingLifetime == nil)
    }

    @Test func `a lifetime that it shortens stays`() async throws {
        let load = HeldRefresh(in: store, options)
        await load.waitUntilBegun()
        try await other.expire("k", ttl: .seconds(30))
        await load.end()
        let entry = try await store.entry("k", as: Int.self)
        #expect(entry?.value == 1)
        let left = try #require(entry?.remainingLifetime)
        #expect(left <= .seconds(30))
    }
}

/// A caller who gets what is there, while a load in the background runs until a test lets it end.
private struct HeldRefresh {
    private let store: SQLiteStore
    private let caller: Task<Int, any Error>
    private let begun = AsyncStream<Void>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    /// Begins a load that is going to return 1.
    init(in store: SQLiteStore, _ options: LoadOptions) {
        self.store = store
        let (begun, gate) = (begun.continuation, gate.stream)
        caller = Task {
            try await store.value(for: "k", options: options) {
                begun.finish()
                for await _ in gate {}
                return 1
            }
        }
    }

    var value: Int {
        get async throws { try await caller.value }
    }

    func waitUntilBegun() async {
        for await _ in begun.stream {}
    }

    /// Lets the load end, and waits until all loads of the key have ended.
    func end() async {
        gate.continuation.finish()
        while store.backend.coordinator.loadWaiters(of: "k") != nil { await Task.yield() }
    }

    /// Lets the load end.
    func finish() { gate.continuation.finish() }
}
