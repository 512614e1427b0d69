import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Loading again in the background")
struct RefreshTests {
    let clock = ManualClock()
    let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))

    @Test func `a load in the background does not keep the store, and is cancelled with it`()
        async throws
    {
        let load = HeldLoad()
        weak var gone: TransientStore?
        do {
            let store = TransientStore(clock: clock)
            gone = store
            try await store.set("a", to: 1, ttl: .seconds(5))
            let value = try await load.refreshedValue(of: "a", in: store, options)
            #expect(value == 1)
            await load.waitUntilBegun()
        }
        await load.waitUntilCancelled()
        #expect(gone == nil)
    }

    @Test func `closing the store cancels a load in the background`() async throws {
        let store = TransientStore(clock: clock)
        let load = HeldLoad()
        try await store.set("a", to: 1, ttl: .seconds(5))
        #expect(try await load.refreshedValue(of: "a", in: store, options) == 1)
        await load.waitUntilBegun()
        try await store.close()
        await load.waitUntilCancelled()
    }

    @Test func `the last who waits for a load in the background cancels it`() async throws {
        let (store, load) = try await storeWhoseValueExpired()
        let leaving = Task { try await load.refreshedValue(of: "a", in: store, options) }
        await load.waitForCallers(1, of: "a", in: store)
        leaving.cancel()
        await #expect(throws: CancellationError.self) { try await leaving.value }
        await load.waitUntilCancelled()
        // One that never returns keeps nobody from the key.
        let second = HeldLoad()
        second.finish(.success(7))
        #expect(try await second.refreshedValue(of: "a", in: store, options) == 7)
    }

    @Test func `a load in the background that asks for its own value goes on`() async throws {
        let store = TransientStore(clock: clock)
        try await store.set("a", to: 1, ttl: .seconds(5))
        let gate = HeldLoad()
        let stale = try await store.value(for: "a", options: options) { [options] in
            _ = try? await gate.run()
            let error = await #expect(throws: StoreError.self) {
                try await store.value(for: "a", options: options) { 3 }
            }
            guard case .loadCycle? = error else { return -1 }
            return 7
        }
        #expect(stale == 1)
        await gate.waitUntilBegun()
        clock.advance(by: .seconds(5))
        gate.finish(.success(0))
        await waitForEndOfLoad(of: "a", in: store)
        #expect(try await store.get("a", as: Int.self) == 7)
    }

    @Test func `who leaves a load in the background leaves it to the others`() async throws {
        let (store, load) = try await storeWhoseValueExpired()
        let leaving = Task { try await load.refreshedValue(of: "a", in: store, options) }
        let staying = Task { try await load.refreshedValue(of: "a", in: store, options) }
        await load.waitForCallers(2, of: "a", in: store)
        leaving.cancel()
        await #expect(throws: CancellationError.self) { try await leaving.value }
        load.finish(.success(7))
        #expect(try await staying.value == 7)
        #expect(load.runs == 1)
    }

    /// A store whose value at "a" has expired while it is loaded in the background.
    private func storeWhoseValueExpired() async throws -> (TransientStore, HeldLoad) {
        let store = TransientStore(clock: clock)
        let load = HeldLoad()
        try await store.set("a", to: 1, ttl: .seconds(5))
        #expect(try await load.refreshedValue(of: "a", in: store, options) == 1)
        clock.advance(by: .seconds(5))
        return (store, load)
    }

    @Test
    func `a load in the background that fails leaves the value, and the next one tries again`()
        async throws
    {
        struct Failure: Error {}
        let store = TransientStore(clock: clock)
        try await store.set("a", to: 1, ttl: .seconds(5))
        let first = HeldLoad()
        #expect(try await first.refreshedValue(of: "a", in: store, options) == 1)
        first.finish(.failure(Failure()))
        await waitForEndOfLoad(of: "a", in: store)
        #expect(try await store.get("a", as: Int.self) == 1)
        let second = HeldLoad()
        #expect(try await second.refreshedValue(of: "a", in: store, options) == 1)
        second.finish(.success(2))
        await waitForEndOfLoad(of: "a", in: store)
        #expect(try await store.get("a", as: Int.self) == 2)
    }
}

extension HeldLoad {
    func refreshedValue(
        of key: String,
        in store: any KeyValueStore,
        _ options: LoadOptions
    ) async throws -> Int {
        try await store.value(for: key, options: options) { [self] in try await run() }
    }
}
