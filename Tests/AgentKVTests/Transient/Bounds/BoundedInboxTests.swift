import AgentKVTesting
import Testing

@testable import AgentKV

/// Inboxes in a store that has no room left.
@Suite struct BoundedInboxTests {
    private let clock = ManualClock()

    private static let bothWays: [StoreBounds.WhenFull] = [.evict, .refuse]

    private func store(_ bounds: StoreBounds) throws -> TransientStore {
        try TransientStore(clock: clock, sweeps: false, bounds: bounds)
    }

    private func expectFull(_ key: String, _ call: () async throws -> Void) async {
        await #expect(performing: { try await call() }, throws: isFull(key))
    }

    @Test(arguments: bothWays)
    func `what is lent costs nothing, and comes back to a full store`(
        _ whenFull: StoreBounds.WhenFull
    ) async throws {
        let store = try store(.entries(1, whenFull: whenFull))
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(1)
        _ = try await inbox.reserve(lease: .seconds(5))
        #expect(await store.count() == 0)
        try await store.set("x", to: 1)
        #expect(store.brokenInvariants() == [])
        clock.advance(by: .seconds(6))
        #expect(try await inbox.count() == 1)
        if whenFull == .refuse { #expect(try await store.get("x", as: Int.self) == 1) }
        #expect(store.brokenInvariants() == [])
        await expectFull("y") { try await store.set("y", to: 1) }
        #expect(try await inbox.receive() == 1)
        try await store.set("x", to: 2)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a dead letter waits until there is room for it`() async throws {
        let store = try store(.entries(2, whenFull: .refuse))
        let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
        try await inbox.send(contentsOf: 1...2)
        try await store.set("x", to: 1)
        try await inbox.reserve(lease: .seconds(5)).first?.release()
        #expect(try await inbox.receive() == 2)
        try await inbox.send(3)
        #expect(try await inbox.count() == 1)
        #expect(store.brokenInvariants() == [])
        try await store.delete("x")
        clock.advance(by: .seconds(2))
        #expect(try await inbox.count() == 1)
        #expect(try await inbox.deadLetters.drain() == [1])
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a dead letter makes others go where the store evicts`() async throws {
        let store = try store(.entries(2))
        let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
        try await inbox.send(contentsOf: 1...2)
        try await store.set("x", to: 1)
        try await inbox.reserve(lease: .seconds(5)).first?.release()
        #expect(try await inbox.deadLetters.count() == 1)
        #expect(await store.statistics().evictions == 1)
        #expect(store.brokenInvariants() == [])
    }

    private static func bounds(_ random: inout SplitMix64) -> StoreBounds {
        let limit = Int.random(in: 2...12, using: &random)
        let whenFull = bothWays[Int.random(in: 0..<2, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .entries(limit, whenFull: whenFull)
        case 1: return .bytes(limit * 200, whenFull: whenFull)
        default:
            return .cost(limit, whenFull: whenFull) { item in
                guard case .array(let items) = item.value(as: JSONValue.self) else { return 1 }
                return items.count
            }
        }
    }

    @Test(arguments: 0..<80 as Range<UInt64>)
    func `at its bound a store loses no message, and refuses only who adds something`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(seed: seed)
        let bounds = Self.bounds(&random)
        let store = try store(bounds)
        let inbox = store.inbox("i", of: String.self, options: InboxOptions(maximumAttempts: 3))
        var deliveries: [Delivery<String>] = []
        var open: Set<String> = []
        for step in 0..<300 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<3:
                let length = Int.random(in: 0...100, using: &random)
                let message = "\(step) " + String(repeating: "x", count: length)
                if try await isThereRoom({ try await inbox.send(message) }) { open.insert(message) }
            case 3..<6:
                let key = "\(Int.random(in: 0..<20, using: &random))"
                _ = try await isThereRoom { try await store.set(key, to: step) }
            case 6, 7:
                let lease = Duration.seconds(Int.random(in: 1...5, using: &random))
                let most = Int.random(in: 1...3, using: &random)
                deliveries += try await inbox.reserve(max: most, lease: lease)
            case 8 where !deliveries.isEmpty:
                let place = Int.random(in: 0..<deliveries.count, using: &random)
                let delivery = deliveries.remove(at: place)
                do {
                    if step.isMultiple(of: 2) {
                        try await delivery.release()
                    } else {
                        try await delivery.acknowledge()
                        open.remove(delivery.message)
                    }
                } catch StoreError.notReserved {}
            case 9:
                if let message = try await inbox.receive(timeout: .zero) { open.remove(message) }
            case 10: for letter in try await inbox.deadLetters.drain() { open.remove(letter) }
            default: clock.advance(by: .seconds(2))
            }
            try #require(store.brokenInvariants() == [])
        }
        // Dead letters may wait for room.
        for key in try await store.keys() where key.first?.isNumber == true {
            try await store.delete(key)
        }
        for _ in 0..<4 {
            clock.advance(by: .seconds(10))
            open.subtract(try await inbox.drain())
            open.subtract(try await inbox.deadLetters.drain())
        }
        #expect(open == [])
        #expect(await store.count() == 0)
        if bounds.whenFull == .refuse { #expect(await store.statistics().evictions == 0) }
        #expect(store.brokenInvariants() == [])
    }

    private func isThereRoom(_ call: () async throws -> Void) async throws -> Bool {
        do {
            try await call()
            return true
        } catch StoreError.full {
            return false
        }
    }
}
