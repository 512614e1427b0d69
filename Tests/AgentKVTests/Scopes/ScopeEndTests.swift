import AgentKVTesting
import Testing

@testable import AgentKV

/// A store that lets something happen behind each listing of keys.
private final class ListingStore: StoreBackend {
    let base: TransientStore
    let afterListing: @Sendable () async throws -> Void

    init(base: TransientStore, afterListing: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.afterListing = afterListing
    }

    var limits: StoreLimits { base.limits }
    var coordinator: StoreCoordinator { base.coordinator }

    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await base.performTransaction(body)
    }

    func performPurge(limit: Int) async throws -> Int {
        try await base.performPurge(limit: limit)
    }

    func performKeys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        let keys = try await base.performKeys(prefix: prefix, after: after, limit: limit)
        try await afterListing()
        return keys
    }
}

@Suite("The end of a scope")
struct ScopeEndTests {
    @Test(arguments: [ScopeEnd.delete, .expire(after: .seconds(60))])
    func `leaves nothing of a load that finishes behind the listing of the keys`(
        _ end: ScopeEnd
    ) async throws {
        let clock = ManualClock()
        let base = TransientStore(clock: clock)
        let load = HeldLoad()
        let caller = Task { try await load.value(of: "run:a", in: base) }
        await load.waitUntilBegun()
        let store = ListingStore(base: base) {
            load.finish(.success(1))
            _ = try await caller.value
        }
        _ = try await store.withScope("run", onEnd: end) { try await $0.set("there", to: 0) }
        clock.advance(by: .seconds(60))
        load.finish(.success(1))
        #expect(try await caller.value == 1)
        #expect(try await base.keys() == [])
    }
}
