import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Subscriptions to a TransientStore")
struct SubscriptionTests {
    private func subscribers(of store: TransientStore) -> Int {
        store.coordinator.feed.state.withLock { $0.log?.subscribers.count ?? 0 }
    }

    @Test func `a subscriber that is let go is forgotten, whether it has read or not`() async throws
    {
        let store = TransientStore()
        do {
            let unread = store.changes()
            let read = store.changes(from: .presentState)
            try await store.set("a", to: 1)
            for try await change in read where change.kind == .current { break }
            #expect(subscribers(of: store) == 2)
            withExtendedLifetime((unread, read)) {}
        }
        #expect(subscribers(of: store) == 0)
        #expect(store.coordinator.feed.state.withLock { $0.log?.audiences.count } == 1)
    }

    @Test func `a cancelled subscriber is forgotten while somebody still holds it`() async {
        let store = TransientStore()
        let changes = store.changes()
        let task = Task { for try await _ in changes {} }
        task.cancel()
        _ = await task.result
        #expect(subscribers(of: store) == 0)
        withExtendedLifetime(changes) {}
    }

    @Test func `a store that goes ends those that wait for it`() async throws {
        var store: TransientStore? = TransientStore()
        let all = try #require(store?.changes())
        let state = try #require(store?.changes(from: .presentState))
        let values = try #require(store?.observe("a", as: Int.self))
        let waiting = [
            Task { for try await _ in all {} },
            Task { for try await _ in state {} },
            Task { for try await _ in values {} },
        ]
        await Task.yield()
        store = nil
        for task in waiting {
            await #expect(throws: StoreError.closed) { try await task.value }
        }
    }

    @Test func `a closed store ends those that wait, and tells what was left`() async throws {
        let store = TransientStore()
        let changes = store.changes()
        try await store.set("a", to: 1)
        try await store.close()
        var iterator = changes.makeAsyncIterator()
        #expect(try await iterator.next()?.key == "a")
        await #expect(throws: StoreError.closed) { try await iterator.next() }
        #expect(try await iterator.next() == nil)
        var late = store.changes(from: .presentState).makeAsyncIterator()
        await #expect(throws: StoreError.closed) { try await late.next() }
    }

    @Test func `what a subscriber that never reads costs is bounded`() async throws {
        let store = TransientStore(limits: StoreLimits(historyChanges: 64))
        let changes = store.changes(buffer: 10)
        for number in 0..<10_000 { try await store.set("k", to: number) }
        store.coordinator.feed.state.withLock { state in
            #expect(state.log?.subscribers.values.first?.backlog.count == 10)
            #expect((state.log?.history.end ?? 0) - (state.log?.history.start ?? 0) <= 64)
        }
        withExtendedLifetime(changes) {}
    }

    @Test func `a history without room is refused`() async throws {
        let store = TransientStore(limits: StoreLimits(historyChanges: 0))
        var iterator = store.changes().makeAsyncIterator()
        await #expect(
            throws: StoreError.invalidLimit(
                0,
                reason: "the history of a store holds at least 1 change"
            )
        ) { try await iterator.next() }
        try await store.set("a", to: 1)
    }

    @Test func `an observer that is let go is forgotten`() async throws {
        let store = TransientStore()
        do {
            var values = store.observe("a", as: Int.self).makeAsyncIterator()
            #expect(store.coordinator.isObserved)
            _ = try await values.next()
        }
        #expect(!store.coordinator.isObserved)
    }
}
