import AgentKV
import AgentKVTesting
import Testing

@Suite("Writing behind", .timeLimit(.minutes(10)))
struct WriteBehindTests {
    private struct Point: Codable, Equatable {
        var x: Double
    }

    @Test func `several writes to a key between two batches become one`() async throws {
        let persisted = try await PersistedStore()
        let store = persisted.store
        let start = persisted.memory.revision.rawValue
        for number in 1...100 { try await store.set("a", to: number) }
        try await store.set("b", to: Point(x: 1.5), ttl: .seconds(5))
        try await store.set("c", to: "gone")
        try await store.delete("c")
        try await store.flush()
        let batch = try #require(persisted.adapter.batches.first)
        #expect(persisted.adapter.batches.count == 1)
        #expect(batch.revision == Revision(rawValue: start + 103))
        #expect(batch.removed == [])
        let end = persisted.clock.wallClock.milliseconds + 5_000
        #expect(
            batch.entries.sorted { $0.key < $1.key } == [
                PersistedEntry(key: "a", json: "100", revision: Revision(rawValue: start + 100)),
                PersistedEntry(
                    key: "b",
                    json: "{\"x\":1.5}",
                    revision: Revision(rawValue: start + 101),
                    expiresAt: end
                ),
            ]
        )
    }

    @Test func `every kind of change is written down`() async throws {
        let persisted = try await PersistedStore()
        let store = persisted.store
        let keys = ["expired", "expiring", "deleted", "listed", "popped", "counted", "updated"]
        for key in keys { try await store.set(key, to: 1) }
        try await store.set("popped", to: [1, 2])
        try await store.set("listed", to: [1])
        try await store.set("persisted", to: 1, ttl: .seconds(9))
        try await store.mset(["p:1": 1, "p:2": 2])
        try await store.flush()

        try await store.expire("expiring", ttl: .seconds(2))
        try await store.expire("expired", ttl: .seconds(1))
        try await store.persist("persisted")
        try await store.delete("deleted")
        try await store.listAppend("listed", items: ["x"])
        _ = try await store.listPopAll("popped")
        try await store.increment("counted")
        try await store.update("updated", as: Int.self) { $0 = nil }
        try await store.deleteAll(prefix: "p:")
        persisted.clock.advance(by: .seconds(1))
        #expect(try await store.purgeExpired() == 1)
        try await store.flush()

        let entries = persisted.memory.entries
        #expect(
            persisted.texts == [
                "counted": "2", "expiring": "1", "listed": "[1,\"x\"]", "persisted": "1",
            ]
        )
        let expiries = entries.map { $0.expiresAt != nil }
        #expect(expiries == [false, true, false, false])
        let removed = try #require(persisted.adapter.batches.last).removed.map(\.key)
        #expect(removed.sorted() == ["deleted", "expired", "p:1", "p:2", "popped", "updated"])
    }

    @Test func `a batch follows by itself once changes have been gathered`() async throws {
        let persisted = try await PersistedStore(pacing: PersistencePacing(gathering: .seconds(1)))
        try await persisted.store.set("a", to: 1)
        await persisted.clock.waitForSleepers()
        try await persisted.store.set("b", to: 2)
        #expect(persisted.adapter.batches.isEmpty)
        persisted.clock.advance(by: .seconds(1))
        await persisted.adapter.waitForCommits(1)
        #expect(persisted.adapter.batches.map { $0.entries.count } == [2])
    }

    @Test func `what is written while a batch is committed comes in the next one`() async throws {
        let persisted = try await PersistedStore()
        let (store, adapter) = (persisted.store, persisted.adapter)
        adapter.holdCommits()
        try await store.set("a", to: 1)
        async let first: Void = store.flush()
        await adapter.waitForCommits(1)
        try await store.set("a", to: 2)
        try await store.set("a", to: 3)
        try await store.set("b", to: 1)
        async let second: Void = store.flush()
        #expect(adapter.batches.count == 1)
        adapter.letGo()
        _ = try await (first, second)
        #expect(adapter.batches.map { $0.entries.map(\.json).sorted() } == [["1"], ["1", "3"]])
        #expect(persisted.texts == ["a": "3", "b": "1"])
    }

    @Test func `a value that cannot be JSON is refused by the call that sets it`() async throws {
        let bad = Point(x: .infinity)
        let persisted = try await PersistedStore()
        let store = persisted.store
        try await store.set("a", to: 1)
        await #expect(throws: StoreError.self) { try await store.set("a", to: bad) }
        await #expect(throws: StoreError.self) {
            try await store.mset(["b": Point(x: 1), "a": bad])
        }
        await #expect(throws: StoreError.self) { try await store.setIfAbsent("b", to: bad) }
        let revision = try await store.entry("a", as: Int.self)?.revision
        await #expect(throws: StoreError.self) {
            try await store.compareAndSet("a", to: bad, expecting: revision)
        }
        await #expect(throws: StoreError.self) {
            try await store.update("p", as: Point.self) { $0 = bad }
        }
        let outcome = try await store.transaction { tx in
            try tx.set("c", to: 1)
            do {
                try tx.set("d", to: bad)
                return "set"
            } catch let error as StoreError {
                return error.key ?? ""
            }
        }
        #expect(outcome == "d")
        let error = await #expect(throws: StoreError.self) { try await store.set("a", to: bad) }
        #expect(error == .invalidValue(key: "a", reason: error?.reason ?? ""))
        #expect(error?.reason.contains("$.x") == true)
        try await store.flush()
        #expect(persisted.texts == ["a": "1", "c": "1"])
    }

    @Test func `an instance that has become no JSON holds up nothing but itself`() async throws {
        let persisted = try await PersistedStore()
        let store = persisted.store
        let shared = Gauge(1)
        try await store.set("shared", to: shared)
        try await store.flush()
        shared.set(.nan)
        try await store.expire("shared", ttl: .seconds(5))
        try await store.set("b", to: 2)
        let error = await #expect(throws: StoreError.self) { try await store.flush() }
        #expect(error?.key == "shared")
        #expect(persisted.texts == ["shared": "1.0", "b": "2"])
        shared.set(3)
        try await store.flush()
        #expect(persisted.texts == ["shared": "3.0", "b": "2"])
    }

    @Test func `a typed value is read as it was set before and after it is written down`()
        async throws
    {
        let persisted = try await PersistedStore()
        try await persisted.store.set("a", to: Point(x: 2))
        #expect(try await persisted.store.get("a", as: Point.self) == Point(x: 2))
        #expect(try await persisted.store.get("a") == ["x": 2])
        try await persisted.store.flush()
        #expect(try await persisted.store.get("a", as: Point.self) == Point(x: 2))
        #expect(try await persisted.store.get("a") == ["x": 2])
    }

    @Test func `nothing is written where nothing has changed`() async throws {
        let persisted = try await PersistedStore()
        let store = persisted.store
        try await store.set("a", to: 1)
        try await store.flush()
        _ = try await store.get("a", as: Int.self)
        try await store.delete("b")
        try await store.persist("a")
        _ = try await store.keys()
        try await store.purgeExpired()
        try await store.flush()
        #expect(persisted.adapter.batches.count == 1)
    }

    @Test func `a store without an adapter is flushed at once, and can be closed`() async throws {
        let store = TransientStore()
        try await store.set("a", to: 1)
        try await store.flush()
        try await store.close()
        await #expect(throws: StoreError.closed) { try await store.get("a") }
    }

    @Test func `a store that goes away writes the rest, and its task ends`() async throws {
        let adapter = FailingAdapter(MemoryAdapter())
        weak var gone: TransientStore?
        do {
            let store = try await TransientStore(clock: ManualClock(), persistence: adapter)
            gone = store
            try await store.set("a", to: 1)
        }
        #expect(gone == nil)
        await adapter.waitForCommits(1)
        #expect(adapter.batches.first?.entries.map(\.json) == ["1"])
    }

    @Test func `the task of a store that goes away lets everything go`() async throws {
        let (released, releasing) = AsyncStream<Void>.makeStream()
        do {
            let store = try await TransientStore(persistence: Farewell(releasing))
            try await store.set("a", to: 1)
        }
        // The adapter is held by the store's task alone: it ends with it, or this never returns.
        for await _ in released {}
    }
}

/// A number that changes behind the store's back.
final class Gauge: Codable, Sendable {
    private let number: Lock<Double>

    init(_ number: Double) {
        self.number = Lock(number)
    }

    convenience init(from decoder: any Decoder) throws {
        self.init(try Double(from: decoder))
    }

    func set(_ number: Double) {
        self.number.withLock { $0 = number }
    }

    func encode(to encoder: any Encoder) throws {
        try number.withLock { $0 }.encode(to: encoder)
    }
}

/// An adapter that tells when it is released.
private final class Farewell: PersistenceAdapter {
    private let releasing: AsyncStream<Void>.Continuation

    init(_ releasing: AsyncStream<Void>.Continuation) {
        self.releasing = releasing
    }

    deinit {
        releasing.finish()
    }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        Revision(rawValue: 0)
    }

    func commit(_ batch: PersistenceBatch) async throws {}
}
