import AgentKVTesting
import Testing

@testable import AgentKV

extension Inbox {
    func waitForWaiters(_ count: Int) async {
        while waiterCount != count, !Task.isCancelled { await Task.yield() }
    }
}

@Suite("Waiting in an inbox, and time", .timeLimit(.minutes(10)))
struct InboxTimeTests {
    let clock = ManualClock()
    let store: TransientStore
    let inbox: Inbox<Int>

    init() {
        store = TransientStore(clock: clock)
        inbox = store.inbox("i", of: Int.self)
    }

    @Test func `a receiver gives up when its time is up, and has taken nothing`() async throws {
        async let message = inbox.receive(timeout: .seconds(5))
        await inbox.waitForWaiters(1)
        clock.advance(by: .seconds(5) - .nanoseconds(1))
        for _ in 0..<20 { await Task.yield() }
        #expect(inbox.waiterCount == 1)
        clock.advance(by: .nanoseconds(1))
        #expect(try await message == nil)
        try await inbox.send(1)
        #expect(try await inbox.drain() == [1])
    }

    @Test func `one who gives up lets those behind it have their turn`() async throws {
        async let first = inbox.receive(timeout: .seconds(50))
        await inbox.waitForWaiters(1)
        async let second = inbox.receive(timeout: .seconds(5))
        await inbox.waitForWaiters(2)
        async let third = inbox.receive(timeout: .seconds(500))
        await inbox.waitForWaiters(3)
        clock.advance(by: .seconds(6))
        #expect(try await second == nil)
        clock.advance(by: .seconds(60))
        #expect(try await first == nil)
        try await inbox.send(7)
        #expect(try await third == 7)
        #expect(inbox.waiterCount == 0)
    }

    @Test func `a message with a lifetime is taken without reading the others`() async throws {
        for message in 1...100 { try await inbox.send(message, ttl: .seconds(60)) }
        let before = await store.statistics()
        #expect(try await inbox.receive() == 1)
        try await inbox.send(101, ttl: .seconds(60))
        let after = await store.statistics()
        #expect(after.hits == before.hits, "the list was read")
        #expect(try await inbox.count() == 100)
    }

    @Test func `a message that has no JSON is received while changes are told`() async throws {
        struct Reading: Codable {
            let value: Double
        }
        let inbox = store.inbox("readings", of: Reading.self)
        for number in 0..<50 {
            try await inbox.send(Reading(value: number == 40 ? .nan : Double(number)))
        }
        let changes = store.changes()
        for number in 0..<45 {
            let value = try await inbox.receive().value
            #expect(number == 40 ? value.isNaN : value == Double(number))
            try await inbox.send(Reading(value: Double(number + 50)))
        }
        #expect(try await inbox.count() == 50)
        withExtendedLifetime(changes) {}
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a message arrives in the last moment`() async throws {
        async let message = inbox.receive(timeout: .seconds(5))
        await inbox.waitForWaiters(1)
        clock.advance(by: .seconds(4))
        try await inbox.send(1)
        #expect(try await message == 1)
        await clock.waitUntilNobodySleeps()
    }

    @Test func `a receiver that waits gets a message whose lease ends`() async throws {
        try await inbox.send(contentsOf: 1...2)
        _ = try await inbox.reserve(lease: .seconds(9))
        _ = try await inbox.reserve(lease: .seconds(5))
        async let first = inbox.receive()
        await inbox.waitForWaiters(1)
        async let second = inbox.receive()
        await inbox.waitForWaiters(2)
        clock.advance(by: .seconds(5))
        #expect(try await first == 2)
        clock.advance(by: .seconds(5))
        #expect(try await second == 1)
    }

    @Test func `a receiver is told when a message comes back sooner`() async throws {
        try await inbox.send(contentsOf: 1...2)
        let deliveries = try await inbox.reserve(max: 2, lease: .seconds(500))
        async let first = inbox.receive()
        await inbox.waitForWaiters(1)
        async let second = inbox.receive()
        await inbox.waitForWaiters(2)
        try await deliveries[1].release(after: .seconds(5))
        try await deliveries[0].extend(lease: .seconds(9))
        clock.advance(by: .seconds(5))
        #expect(try await first == 2)
        clock.advance(by: .seconds(5))
        #expect(try await second == 1)
    }

    @Test func `reserve waits as long as it is told to`() async throws {
        async let none = inbox.reserve(lease: .seconds(1), timeout: .seconds(5))
        await inbox.waitForWaiters(1)
        clock.advance(by: .seconds(5))
        #expect(try await none.isEmpty)
        async let some = inbox.reserve(max: 3, lease: .seconds(1), timeout: .seconds(5))
        await inbox.waitForWaiters(1)
        try await inbox.send(contentsOf: 1...2)
        #expect(try await some.map(\.message) == [1, 2])
    }

    @Test func `a time too long to represent is for ever`() async throws {
        async let message = inbox.receive(timeout: .seconds(Int64.max))
        await inbox.waitForWaiters(1)
        clock.advance(by: .seconds(86_400))
        try await inbox.send(1)
        #expect(try await message == 1)
    }

    @Test func `cancellation ends the sleep`() async throws {
        let task = Task { try await inbox.receive(timeout: .seconds(5)) }
        await inbox.waitForWaiters(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await clock.waitUntilNobodySleeps()
        #expect(inbox.waiterCount == 0)
    }
}

extension ManualClock {
    /// Returns once nobody sleeps on the clock any more.
    func waitUntilNobodySleeps() async {
        while sleeperCount > 0, !Task.isCancelled { await Task.yield() }
    }
}
