import AgentKVTesting
import Testing

@testable import AgentKV

/// A store that lets something happen behind each listing of keys.
private struct ListingStore: KeyValueStore {
    let base: TransientStore
    let afterListing: @Sendable () async throws -> Void

    var limits: StoreLimits { base.limits }
    var coordinator: StoreCoordinator { base.coordinator }

    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await base.transaction(body)
    }

    func purgeExpired(limit: Int) async throws -> Int {
        try await base.purgeExpired(limit: limit)
    }

    func keys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        let keys = try await base.keys(prefix: prefix, after: after, limit: limit)
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
        try await store.withScope("run", onEnd: end) { try await $0.set("there", to: 0) }
        clock.advance(by: .seconds(60))
        load.finish(.success(1))
        #expect(try await caller.value == 1)
        #expect(try await base.keys() == [])
    }
}
