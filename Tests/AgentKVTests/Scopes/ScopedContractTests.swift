import AgentKV
import AgentKVTesting
import Testing

@Suite("ScopedStore and the contract")
struct ScopedContractTests {
    @Test(arguments: StoreCheck.all)
    func `keeps the contract`(_ check: StoreCheck) async throws {
        try await check.run(on: .scoped)
    }

    @Test(arguments: StoreCheck.messageEvents)
    func `tells what happens to messages`(_ check: StoreCheck) async throws {
        try await check.run(on: .scoped)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `does what the model does`(seed: UInt64) async throws {
        try await StoreSimulation(seed: seed, steps: 300).run(on: .scoped)
    }
}

extension StoreUnderTest {
    /// A scope of a store in memory, beside which other scopes have keys.
    fileprivate static let scoped = StoreUnderTest { clock in
        let store = TransientStore(clock: clock, sweeps: false)
        for key in ["a", "run:4", "run:42", "run:42:", "run:421:a", "run:4:a", "run:42;"] {
            try await store.set(key, to: 1)
        }
        return store.scoped(to: "run").scoped(to: "42")
    }
}
