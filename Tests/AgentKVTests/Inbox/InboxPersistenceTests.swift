import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("An inbox across a restart")
struct InboxPersistenceTests {
    let clock = ManualClock()
    let memory: MemoryAdapter
    let options = InboxOptions(deduplicationWindow: .seconds(50), maximumAttempts: 3)

    init() {
        memory = MemoryAdapter(wallClock: clock.wallClock)
    }

    private func opened() async throws -> (TransientStore, Inbox<Sent>) {
        let store = try await PersistedStore(clock: clock, memory: memory).store
        return (store, store.inbox("i", of: Sent.self, options: options))
    }

    @Test func `messages, lifetimes and remembered ids are still there`() async throws {
        var (store, inbox) = try await opened()
        try await inbox.send(Sent(text: "a"))
        try await inbox.send(Sent(text: "b"), ttl: .seconds(9))
        try await inbox.send(Sent(text: "c"), id: 1)
        try await store.close()
        clock.advance(by: .seconds(5))
        (store, inbox) = try await opened()
        #expect(try await store.keys() == ["i"])
        #expect(await store.count() == 1)
        #expect(try await inbox.count() == 3)
        #expect(try await inbox.send(Sent(text: "d"), id: 1) == .duplicate)
        clock.advance(by: .seconds(5))
        #expect(try await inbox.drain() == [Sent(text: "a"), Sent(text: "c")])
        clock.advance(by: .seconds(50))
        #expect(try await inbox.send(Sent(text: "d"), id: 1) == .sent)
    }

    @Test func `a message that was lent comes back when its lease ends`() async throws {
        var (store, inbox) = try await opened()
        try await inbox.send(contentsOf: [Sent(text: "a"), Sent(text: "b"), Sent(text: "c")])
        let before = try await inbox.reserve(max: 2, lease: .seconds(9))
        try await before[0].acknowledge()
        try await store.close()
        clock.advance(by: .seconds(5))
        (store, inbox) = try await opened()
        #expect(try await inbox.peek() == Sent(text: "c"))
        clock.advance(by: .seconds(5))
        for attempt in 2...3 {
            let delivery = try await inbox.reserve(lease: .seconds(9)).first
            #expect(delivery?.message == Sent(text: "b"))
            #expect(delivery?.attempt == attempt)
            #expect(delivery?.id == before[1].id)
            try await delivery?.release()
            try await store.close()
            (store, inbox) = try await opened()
        }
        #expect(try await inbox.deadLetters.drain() == [Sent(text: "b")])
        #expect(try await inbox.drain() == [Sent(text: "c")])
    }

    @Test func `what is due comes after a restart to who only waits`() async throws {
        let (first, inbox) = try await opened()
        try await inbox.send(contentsOf: [Sent(text: "a"), Sent(text: "b")])
        for _ in 0..<2 { try await inbox.reserve(lease: .seconds(5))[0].release() }
        _ = try await inbox.reserve(lease: .seconds(5))
        _ = try await inbox.reserve(lease: .seconds(9))
        try await first.close()

        let persisted = try await PersistedStore(clock: clock, memory: memory, sweeps: true)
        let waited = ["i:dead-letters", "i"].map { persisted.store.inbox($0, of: Sent.self) }
        let receivers = waited.map { inbox in Task { try await inbox.receive() } }
        for inbox in waited { await inbox.waitForWaiters(1) }
        clock.advance(by: .seconds(5))
        #expect(try await receivers[0].value == Sent(text: "a"))
        clock.advance(by: .seconds(4))
        #expect(try await receivers[1].value == Sent(text: "b"))
        try await persisted.store.close()
    }

    @Test func `an inbox that has been emptied leaves nothing behind`() async throws {
        let (store, inbox) = try await opened()
        try await inbox.send(contentsOf: [Sent(text: "a"), Sent(text: "b")], ttl: .seconds(50))
        for delivery in try await inbox.reserve(max: 2, lease: .seconds(9)) {
            try await delivery.acknowledge()
        }
        try await inbox.send(Sent(text: "c"))
        try await inbox.reserve(lease: .seconds(9)).first?.release()
        _ = try await inbox.receive()
        try await store.flush()
        #expect(memory.entries == [])
    }

    @Test func `a reservation that throws has used up no attempt`() async throws {
        let persisted = try await PersistedStore(.writeThrough, clock: clock)
        let options = InboxOptions(maximumAttempts: 1)
        let inbox = persisted.store.inbox("i", of: Sent.self, options: options)
        try await inbox.send(contentsOf: [Sent(text: "a"), Sent(text: "b")])
        persisted.adapter.failCommits()
        let error = await #expect(throws: StoreError.self) {
            try await inbox.reserve(max: 2, lease: .seconds(5))
        }
        guard case .notYetDurable? = error else {
            Issue.record("expected that it is not yet durable, found \(error as Any)")
            return
        }
        persisted.adapter.recover()
        clock.advance(by: .seconds(6))
        let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
        #expect(lent.map(\.message) == [Sent(text: "a"), Sent(text: "b")])
        #expect(lent.map(\.attempt) == [1, 1])
        for delivery in lent { try await delivery.acknowledge() }
        #expect(try await inbox.deadLetters.count() == 0)
    }

    @Test func `a message that cannot be JSON is not sent`() async throws {
        for mode in [PersistenceMode.writeBehind, .writeThrough] {
            let store = try await PersistedStore(mode, clock: clock).store
            let inbox = store.inbox("i", of: Measured.self)
            try await inbox.send(Measured(value: 1))
            let calls: [@Sendable () async throws -> Void] = [
                { try await inbox.send(Measured(value: .nan)) },
                { try await inbox.send(Measured(value: .nan), id: 1) },
                { try await inbox.send(contentsOf: [Measured(value: 2), Measured(value: .nan)]) },
            ]
            for call in calls {
                let error = await #expect(throws: StoreError.self) { try await call() }
                guard case .invalidValue("i", let reason)? = error else {
                    Issue.record("expected that the value is invalid, found \(error as Any)")
                    continue
                }
                #expect(reason.contains("value"))
            }
            #expect(try await inbox.drain() == [Measured(value: 1)])
            #expect(try await inbox.send(Measured(value: 2), id: 1) == .sent)
        }
    }
}

struct Sent: Codable, Hashable, Sendable {
    var text: String
}

struct Measured: Codable, Hashable, Sendable {
    var value: Double
}
