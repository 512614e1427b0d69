import AgentKV
import AgentKVTesting
import Testing

/// What calls on the store's own type offer beyond the protocol.
@Suite("TransientStore as its own type")
struct TransientCallsTests {
    let clock = ManualClock()
    let store: TransientStore

    init() {
        store = TransientStore(clock: clock)
    }

    @Test func `literals are stored as what they look like`() async throws {
        try await store.set("integer", to: 1)
        try await store.set("text", to: "x", ttl: .seconds(5))
        try await store.set("null", to: nil)
        try await store.set("object", to: ["x": 1, "y": "z"])
        try await store.mset(["a": 1, "b": 2])
        try await store.mset(["c": 1, "d": "x"], ttl: .seconds(5))
        #expect(try await store.get("integer", as: Int.self) == 1)
        #expect(try await store.get("text") == "x")
        #expect(try await store.get("null") == .some(.null))
        #expect(try await store.get("object") == ["x": 1, "y": "z"])
        #expect(try await store.mget(["a", "b", "c", "d"]) == [1, 2, 1, "x"])
    }

    @Test func `a call that cannot fail does not throw`() async {
        #expect(await !store.exists("a"))
        #expect(await store.count() == 0)
        #expect(await store.count(prefix: "a") == 0)
    }

    @Test func `what is no key does not exist`() async {
        #expect(await !store.exists(""))
        #expect(await !store.exists("a\u{0}"))
    }

    @Test func `the body of a transaction may use what is not Sendable`() async throws {
        final class Counter { var count = 0 }
        let counter = Counter()
        let same = try await store.transaction { tx in
            counter.count += try tx.increment("a", by: 5)
            return counter
        }
        #expect(same === counter)
        #expect(counter.count == 5)
    }

    @Test func `the body of a transaction runs once`() async throws {
        var runs = 0
        try await store.transaction { _ in runs += 1 }
        try await store.update("a", as: Int.self) { _ in runs += 1 }
        #expect(runs == 2)
    }

    @Test func `an instance of a class is shared`() async throws {
        let first = SharedInstance()
        try await store.set("a", to: first)
        #expect(try await store.get("a", as: SharedInstance.self) === first)
        #expect(try await store.mget(["a"], as: SharedInstance.self)[0] === first)
    }

    @Test func `a read in the type that was set neither encodes nor decodes`() async throws {
        try await store.set("a", to: Stubborn())
        _ = try await store.get("a", as: Stubborn.self)
        _ = try await store.entry("a", as: Stubborn.self)
        _ = try await store.mget(["a"], as: Stubborn.self)
        await #expect(throws: StoreError.self) { try await store.get("a") }
        #expect(await store.exists("a"))
    }

    @Test func `its limits can be set`() async throws {
        let store = TransientStore(limits: StoreLimits(keyBytes: 4, valueDepth: 1))
        try await store.set("abcd", to: [1])
        await #expect(throws: StoreError.self) { try await store.set("abcde", to: 1) }
        await #expect(throws: StoreError.self) { try await store.set("a", to: [[1]] as JSONValue) }
        #expect(store.limits.keyBytes == 4)
    }

    @Test func `a key without deadline is there at the end of time`() async throws {
        try await store.set("a", to: 1)
        clock.advance(by: .seconds(Int64.max))
        #expect(await store.exists("a"))
        #expect(await store.count() == 1)
        #expect(try await store.keys() == ["a"])
    }
}

private final class SharedInstance: Codable, Sendable {}

/// A value that cannot be encoded or decoded.
private struct Stubborn: Codable, Sendable {
    struct Refused: Error {}

    init() {}

    init(from decoder: any Decoder) throws { throw Refused() }

    func encode(to encoder: any Encoder) throws { throw Refused() }
}
