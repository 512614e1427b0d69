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

    @Test func `an inbox keeps its store`() async throws {
        let alone = TransientStore().inbox("i", of: Int.self)
        try await alone.send(1)
        #expect(try await alone.receive() == 1)
        var store: TransientStore? = TransientStore()
        weak let released = store
        var inbox = store?.inbox("i", of: Int.self)
        try await inbox?.send(contentsOf: 1...3)
        store = nil
        let delivery = try await inbox?.reserve(lease: .seconds(50)).first
        try await delivery?.acknowledge()
        #expect(try await inbox?.drain() == [2, 3])
        #expect(released != nil)
        inbox = nil
        _ = delivery
    }

    @Test func `a store goes when nobody waits in its inboxes any more`() async throws {
        var store: TransientStore? = TransientStore()
        weak let released = store
        var inbox = store?.inbox("i", of: Int.self)
        let tasks = [
            Task { [inbox] in _ = try await inbox?.receive() },
            Task { [inbox] in
                for try await _ in try #require(inbox).deliveries(lease: .seconds(1)) {}
            },
        ]
        await inbox?.waitForWaiters(2)
        store = nil
        #expect(released != nil)
        for task in tasks { task.cancel() }
        for task in tasks {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        inbox = nil
        while released != nil { await Task.yield() }
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
