import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("An inbox whose store ends", .timeLimit(.minutes(10)))
struct InboxEndTests {
    @Test func `closing the store ends all who wait`() async throws {
        let store = TransientStore()
        let inbox = store.inbox("i", of: Int.self)
        let tasks = (0..<5).map { number in
            Task {
                if number == 2 { return try await inbox.receive(timeout: .seconds(86_400)) }
                if number == 3 {
                    return try await inbox.reserve(lease: .seconds(1), timeout: .seconds(86_400))
                        .first?.message
                }
                return try await inbox.receive()
            }
        }
        await inbox.waitForWaiters(5)
        try await store.close()
        for task in tasks {
            await #expect(throws: StoreError.closed) { try await task.value }
        }
        #expect(inbox.waiterCount == 0)
    }

    @Test func `who waits does not keep the store, and ends with it`() async throws {
        var store: TransientStore? = TransientStore()
        weak let released = store
        let inbox = try #require(store).inbox("i", of: Int.self)
        let receiver = Task { try await inbox.receive() }
        let iterator = Task {
            for try await _ in inbox.deliveries(lease: .seconds(1)) {}
        }
        await inbox.waitForWaiters(2)
        store = nil
        await #expect(throws: StoreError.closed) { try await receiver.value }
        await #expect(throws: StoreError.closed) { try await iterator.value }
        #expect(released == nil)
    }

    @Test func `an inbox and its deliveries are closed when the store is gone`() async throws {
        var store: TransientStore? = TransientStore()
        let inbox = try #require(store).inbox("i", of: Int.self)
        try await inbox.send(contentsOf: 1...2)
        let delivery = try await inbox.reserve(lease: .seconds(50))[0]
        store = nil
        await #expect(throws: StoreError.closed) { try await inbox.send(3) }
        await #expect(throws: StoreError.closed) { try await inbox.send(3, id: 1) }
        await #expect(throws: StoreError.closed) { try await inbox.receive() }
        await #expect(throws: StoreError.closed) { try await inbox.receive(timeout: .zero) }
        await #expect(throws: StoreError.closed) { try await inbox.drain() }
        await #expect(throws: StoreError.closed) { try await inbox.count() }
        await #expect(throws: StoreError.closed) { try await inbox.peek() }
        await #expect(throws: StoreError.closed) { try await inbox.deadLetters.drain() }
        await #expect(throws: StoreError.closed) { try await delivery.acknowledge() }
        await #expect(throws: StoreError.closed) { try await delivery.release() }
    }

    @Test func `a store that has been closed is closed for inboxes`() async throws {
        let store = TransientStore()
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(1)
        try await store.close()
        await #expect(throws: StoreError.closed) { try await inbox.send(2) }
        await #expect(throws: StoreError.closed) { try await inbox.receive() }
        await #expect(throws: StoreError.closed) { try await inbox.count() }
        await #expect(throws: StoreError.closed) { try await inbox.drain() }
    }
}
