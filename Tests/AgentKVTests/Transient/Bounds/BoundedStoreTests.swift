import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("A TransientStore with a bound")
struct BoundedStoreTests {
    private let clock = ManualClock()

    private func store(_ bounds: StoreBounds) throws -> TransientStore {
        try TransientStore(clock: clock, sweeps: false, bounds: bounds)
    }

    /// Each value costs what it is.
    private static func cost(_ limit: Int, _ whenFull: StoreBounds.WhenFull = .evict) -> StoreBounds
    {
        .cost(limit, whenFull: whenFull) { $0.value(as: Int.self) ?? 1 }
    }

    @Test(arguments: [0, -1, .min])
    func `a bound of zero or less is refused`(_ limit: Int) {
        for bounds in [.entries(limit), .bytes(limit), .cost(limit) { _ in 1 }] as [StoreBounds] {
            #expect {
                try TransientStore(bounds: bounds)
            } throws: { error in
                guard case StoreError.invalidBounds = error else { return false }
                return true
            }
        }
    }

    @Test func `it never holds more entries than it may, and always what was written last`()
        async throws
    {
        let store = try store(.entries(100))
        for number in 0..<1_000 {
            try await store.set("key \(number)", to: number)
            #expect(try await store.get("key \(number)", as: Int.self) == number)
            #expect(await store.count() == min(number + 1, 100))
        }
        #expect(await store.statistics().evictions == 900)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a bound of one entry holds the latest`() async throws {
        let store = try store(.entries(1))
        for number in 0..<200 {
            try await store.set("\(number)", to: number)
            #expect(try await store.keys() == ["\(number)"])
        }
        #expect(store.brokenInvariants() == [])
    }

    @Test func `the largest bounds there are can be used`() async throws {
        let store = try TransientStore(bounds: .cost(.max) { _ in .max })
        for number in 0..<20 { try await store.set("\(number)", to: number) }
        #expect(await store.count() == 1)
        #expect(try await store.get("19", as: Int.self) == 19)
    }

    @Test func `an item that is larger than the bound is refused, and changes nothing`()
        async throws
    {
        let store = try store(Self.cost(10))
        try await store.mset(["a": 4, "b": 5])
        await #expect(performing: { try await store.set("a", to: 11) }, throws: isFull("a"))
        await #expect(performing: { try await store.set("c", to: 11) }, throws: isFull("c"))
        await #expect(
            performing: { try await store.increment("a", by: 7) },
            throws: isFull("a")
        )
        #expect(try await store.mget(["a", "b", "c"], as: Int.self) == [4, 5, nil])
        #expect(await store.statistics().evictions == 0)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `room is made for the cost of a value, also when it grows in place`() async throws {
        let store = try store(Self.cost(10))
        try await store.mset(["a": 3, "b": 3, "c": 3])
        try await store.increment("a", by: 6)
        #expect(try await store.get("a", as: Int.self) == 9)
        #expect(await store.count() == 1)
        try await store.set("a", to: 2)
        try await store.mset(["d": 4, "e": 4])
        #expect(await store.count() == 3)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a store that refuses keeps what it has`() async throws {
        let store = try store(.entries(2, whenFull: .refuse))
        try await store.mset(["a": 1, "b": 2])
        await #expect(performing: { try await store.set("c", to: 3) }, throws: isFull("c"))
        await #expect(
            performing: { try await store.setIfAbsent("c", to: 3) },
            throws: isFull("c")
        )
        await #expect(
            performing: { try await store.listAppend("c", items: [1]) },
            throws: isFull("c")
        )
        try await store.set("a", to: 10)
        try await store.delete("b")
        try await store.set("c", to: 3)
        #expect(try await store.mget(["a", "b", "c"], as: Int.self) == [10, nil, 3])
        #expect(await store.statistics().evictions == 0)
    }

    @Test(arguments: [StoreBounds.WhenFull.evict, .refuse])
    func `what has expired goes first`(_ whenFull: StoreBounds.WhenFull) async throws {
        let store = try store(.entries(100, whenFull: whenFull))
        for number in 0..<100 {
            try await store.set("\(number)", to: 1, ttl: .seconds(number < 60 ? 1 : 9))
        }
        clock.advance(by: .seconds(1))
        for number in 100..<160 { try await store.set("\(number)", to: 1) }
        let statistics = await store.statistics()
        #expect(statistics.expirations == 60 && statistics.evictions == 0)
        #expect(statistics.entries == 100)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a batch that is larger than the bound is refused whole`() async throws {
        let store = try store(.entries(3))
        try await store.set("a", to: 1)
        let batch = (0..<4).map { (key: "b\($0)", value: StoreValue($0)) }
        await #expect(
            performing: { try await store.performSet(batch, ttl: nil) },
            throws: isFull("b3")
        )
        #expect(try await store.keys() == ["a"])
        try await store.performSet(Array(batch.dropLast()), ttl: nil)
        #expect(try await store.keys() == ["b0", "b1", "b2"])
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a transaction evicts nothing that it wrote, and nothing when it fails`()
        async throws
    {
        let store = try store(.entries(4))
        try await store.mset(["a": 1, "b": 2, "c": 3, "d": 4])
        await #expect(throws: CancellationError.self) {
            try await store.transaction { tx in
                for number in 0..<4 { try tx.set("x\(number)", to: number) }
                throw CancellationError()
            }
        }
        #expect(try await store.keys() == ["a", "b", "c", "d"])
        try await store.transaction { tx in
            for number in 0..<3 { try tx.set("x\(number)", to: number) }
            // Still there: what has to go goes at the end.
            #expect(try tx.count() == 7)
        }
        #expect(try await store.keys(prefix: "x").count == 3)
        #expect(await store.count() == 4)
        await #expect(
            performing: {
                try await store.transaction { tx in
                    for number in 0..<5 { try tx.set("y\(number)", to: number) }
                }
            },
            throws: isFull("y4")
        )
        #expect(try await store.keys(prefix: "x").count == 3)
        #expect(await store.statistics().evictions == 3)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a value read as the type it is set in tells what it costs`() async throws {
        let costs = Lock<[String: Int]>([:])
        let store = try store(
            .cost(1_000) { item in
                let text = item.value(as: String.self).map(\.utf8.count)
                costs.withLock { $0[item.key] = text ?? -1 }
                return text ?? -1
            }
        )
        try await store.set("text", to: "four")
        try await store.set("number", to: 4)
        #expect(costs.withLock { $0 } == ["text": 4, "number": -1])
        #expect(store.brokenInvariants() == [])
    }

    @Test func `long texts and structures count more than short ones`() {
        func bytes(_ value: some Codable & Sendable) -> Int {
            StoredItem(key: "key", stored: StoreValue(value)).estimatedBytes
        }
        let long = String(repeating: "x", count: 10_000)
        #expect(bytes(1) == bytes("short"))
        #expect((10_000...11_000).contains(bytes(long)))
        #expect(bytes([long, long]) > 20_000)
        #expect(bytes(["a": [1, 2, 3]] as JSONValue) > bytes(["a": 1] as JSONValue))
    }

    @Test func `evicted entries are told, once each`() async throws {
        let store = try store(.entries(1))
        let watch = store.coordinator.feed.watch("a")
        try await store.set("a", to: 1)
        await watch.wait()
        try await store.set("b", to: 1)
        await watch.wait()
        store.coordinator.feed.end(watch)
        #expect(await store.statistics().evictions == 1)
    }

    @Test func `what is read often stays while others pass through`() async throws {
        let store = try store(.entries(100))
        for round in 0..<40 {
            for key in 0..<50 {
                if try await store.get("hot \(key)", as: Int.self) == nil {
                    try await store.set("hot \(key)", to: key)
                }
            }
            for number in 0..<100 { try await store.set("cold \(round) \(number)", to: 0) }
        }
        var found = 0
        for key in 0..<50 where await store.exists("hot \(key)") { found += 1 }
        #expect(found >= 48)
    }
}
