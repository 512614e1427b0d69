import AgentKVTesting
import Testing

@testable import AgentKV

/// A value that takes the lock of its store when it is released: under the lock it would wait for
/// ever.
private final class LockProbe: Codable, Sendable {
    private let store: TransientStore?
    private let released: Counter

    init(_ store: TransientStore, _ released: Counter) {
        self.store = store
        self.released = released
    }

    /// A probe read from JSON knows no store.
    init(from decoder: any Decoder) throws {
        store = nil
        released = Counter()
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(1)
    }

    deinit {
        if let store { released.add(store.withTable { $0.cells.count >= 0 ? 1 : 0 }) }
    }
}

private final class Counter: Sendable {
    private let count = Lock(0)

    func add(_ number: Int) { count.withLock { $0 += number } }

    var value: Int { count.withLock { $0 } }
}

@Suite(.timeLimit(.minutes(10))) struct ReleaseTests {
    private let clock = ManualClock()
    private let store: TransientStore
    private let released = Counter()

    init() {
        store = TransientStore(clock: clock, sweeps: false)
    }

    private func set(_ keys: String..., ttl: Duration? = nil) async throws {
        for key in keys { try await store.set(key, to: LockProbe(store, released), ttl: ttl) }
    }

    @Test func `a value that is set over is released outside the lock`() async throws {
        try await set("a", "a")
        try await store.set("a", to: 1)
        #expect(released.value == 2)
    }

    @Test func `values that a batch replaces are released outside the lock`() async throws {
        try await set("a", "b")
        try await store.mset(["a": 1, "b": 2])
        #expect(released.value == 2)
    }

    @Test func `deleted values are released outside the lock`() async throws {
        try await set("a", "b:1", "b:2")
        try await store.delete("a")
        try await store.deleteAll(prefix: "b:")
        #expect(released.value == 3)
    }

    @Test func `purged values are released outside the lock`() async throws {
        try await set("a", "b", "c", ttl: .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(try await store.purgeExpired(limit: 1) == 1)
        #expect(await store.count() == 0)
        #expect(released.value == 3)
    }

    @Test func `a value that becomes a list is released outside the lock`() async throws {
        try await set("a", "b")
        try await store.listAppend("a", items: [2])
        #expect(try await store.listPopAll("b") == [1])
        #expect(released.value == 2)
    }

    @Test func `an expired value that is replaced is released outside the lock`() async throws {
        try await set("a", "b", "c", ttl: .seconds(1))
        clock.advance(by: .seconds(1))
        try await store.listAppend("a", items: [1])
        try await store.setIfAbsent("b", to: 1)
        try await store.increment("c")
        #expect(released.value == 3)
    }

    @Test func `what a transaction replaced is released outside the lock`() async throws {
        try await set("a", "b", "c")
        try await store.transaction { tx in
            try tx.set("a", to: 1)
            try tx.delete("b")
            try tx.listAppend("c", items: [2])
        }
        #expect(released.value == 3)
    }

    @Test func `what a failed transaction wrote is released outside the lock`() async throws {
        await #expect(throws: CancellationError.self) {
            try await store.transaction { tx in
                try tx.set("a", to: LockProbe(store, released))
                try tx.set("a", to: LockProbe(store, released))
                throw CancellationError()
            }
        }
        #expect(released.value == 2)
    }
}
