import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Scopes")
struct ScopeTests {
    @Test func `a reference to a scope does not keep its store`() async throws {
        let reference: StoreReference
        do {
            let store = TransientStore()
            reference = store.scoped(to: "a").scoped(to: "b").weakReference()
            try await reference.store?.set("c", to: 1)
            #expect(try await store.keys() == ["a:b:c"])
        }
        #expect(reference.store == nil)
    }

    @Test func `the origin of a key is in the store that holds it`() async throws {
        let store = TransientStore()
        let scope: any KeyValueStore = store.scoped(to: "a").scoped(to: "b")
        #expect(scope.origin(of: "c").key == "a:b:c")
        #expect(scope.origin(of: "c").store is TransientStore)
        #expect(scope.coordinator === store.coordinator)
    }

    @Test func `scopes within scopes put one name before the key`() {
        let scope = TransientStore().scoped(to: "a").scoped(to: "b").scoped(to: "c:d")
        #expect(scope.prefix == "a:b:c:d:")
        #expect(scope.base is TransientStore)
    }

    @Test func `deleting or expiring a scope takes its notes, and only those`() async throws {
        let clock = ManualClock()
        for end in [ScopeEnd.delete, .expire(after: .seconds(5))] {
            let store = TransientStore(clock: clock)
            let keys = ["run:42", "run:42:", "run:42:a", "run:421:a"]
            try await store.transaction { tx in
                for key in keys { try tx.setNote("n", of: key, to: StoreValue(1)) }
                try tx.set("run:42:", to: 1)
            }
            try await store.withScope("run:42", onEnd: end) { _ in }
            clock.advance(by: .seconds(5))
            let left = try await store.transaction { tx in
                try keys.filter { try tx.note("n", of: $0) != nil }
            }
            #expect(left == ["run:42", "run:42:", "run:421:a"])
        }
    }
}
