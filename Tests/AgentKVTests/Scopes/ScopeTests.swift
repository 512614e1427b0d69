import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Scopes")
struct ScopeTests {
    @Test func `a reference to a scope does not keep its store`() async throws {
        let reference: StoreReference
        do {
            let store = TransientStore()
            reference = store.scoped(to: "a").scoped(to: "b").backend.weakReference()
            try await reference.store?.set("c", to: 1)
            #expect(try await store.keys() == ["a:b:c"])
        }
        #expect(reference.store == nil)
    }

    @Test func `the origin of a key is in the store that holds it`() async throws {
        let store = TransientStore()
        let scope: any KeyValueStore = store.scoped(to: "a").scoped(to: "b")
        #expect(scope.backend.origin(of: "c").key == "a:b:c")
        #expect(scope.backend.origin(of: "c").store is TransientStore)
        #expect(scope.backend.coordinator === store.coordinator)
    }

    @Test func `scopes within scopes put one name before the key`() {
        let scope = TransientStore().scoped(to: "a").scoped(to: "b").scoped(to: "c:d")
        #expect(scope.scope.prefix == "a:b:c:d:")
        #expect(scope.scope.base is TransientStore)
    }

    @Test func `deleting or expiring a scope takes what is lent of it, and only that`()
        async throws
    {
        let clock = ManualClock()
        for end in [ScopeEnd.delete, .expire(after: .seconds(5))] {
            let store = TransientStore(clock: clock)
            let keys = ["run:42", "run:42:", "run:42:a", "run:421:a"]
            var deliveries: [Delivery<Int>] = []
            for key in keys {
                let inbox = store.inbox(key, of: Int.self)
                try await inbox.send(1)
                deliveries += try await inbox.reserve(lease: .seconds(60))
            }
            try await store.withScope("run:42", onEnd: end) { _ in }
            clock.advance(by: .seconds(5))
            var held: [String] = []
            for (key, delivery) in zip(keys, deliveries) where try await delivery.isHeld() {
                held.append(key)
            }
            #expect(held == ["run:42", "run:42:", "run:421:a"])
        }
    }

    @Test(arguments: ["", "a\0b"])
    func `a scope whose name is none tells nothing of the store`(_ name: String) async throws {
        let store = TransientStore()
        let refused = store.scoped(to: "outer").scoped(to: name)
        for start in [ChangesStart.now, .after(Revision(rawValue: 0)), .presentState] {
            var changes = refused.changes(from: start).makeAsyncIterator()
            try await store.set("secret", to: 1)
            let error = await #expect(throws: StoreError.self) { try await changes.next() }
            #expect(error?.key == name)
        }
        var values = refused.observe("secret", as: Int.self).makeAsyncIterator()
        await #expect(throws: StoreError.self) { try await values.next() }
        // Nor does it stand in line with those who wait for an inbox of the store.
        let waiting = Task { try await store.inbox("jobs", of: Int.self).receive() }
        let inbox = store.inbox("jobs", of: Int.self)
        await inbox.waitForWaiters(1)
        await #expect(throws: StoreError.self) {
            try await refused.inbox("jobs", of: Int.self).receive()
        }
        try await inbox.send(1)
        #expect(try await waiting.value == 1)
    }

    @Test func `observing a key that is none shows nothing of the store`() async throws {
        let store = TransientStore()
        try await store.set("run:42:", to: 7)
        try await store.set("run:42:plan", to: "tea")
        let scope = store.scoped(to: "run:42")
        var none = scope.observe("", as: Int.self).makeAsyncIterator()
        let refusal = await #expect(throws: StoreError.self) { try await none.next() }
        #expect(refusal?.key == "")
        var values = scope.observe("plan", as: Int.self).makeAsyncIterator()
        let mismatch = await #expect(throws: StoreError.self) { try await values.next() }
        #expect(mismatch?.key == "plan")
    }

    @Test func `deleting a scope leaves what an inbox at its name and a colon has lent`()
        async throws
    {
        let store = TransientStore()
        let jobs = store.inbox("run:42:", of: Int.self)
        try await jobs.send(1)
        let lent = try await jobs.reserve(max: 1, lease: .seconds(30))
        try await store.set("run:42:a", to: 1)
        #expect(try await store.scoped(to: "run:42").deleteAll(prefix: "") == 1)
        #expect(lent.count == 1)
        for delivery in lent { try await delivery.acknowledge() }
    }
}
