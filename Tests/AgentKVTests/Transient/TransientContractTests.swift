import AgentKV
import AgentKVTesting
import Testing

@Suite("TransientStore and the contract")
struct TransientContractTests {
    @Test(arguments: StoreCheck.all)
    func `keeps the contract`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) }
        try await check.run(on: subject)
    }

    @Test(arguments: StoreCheck.messageEvents)
    func `tells what happens to messages`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) }
        try await check.run(on: subject)
    }

    @Test(arguments: StoreCheck.all)
    func `keeps the contract within a bound of entries`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest { clock in
            try TransientStore(clock: clock, sweeps: false, bounds: .entries(1_000_000))
        }
        try await check.run(on: subject)
    }

    @Test(arguments: StoreCheck.all)
    func `keeps the contract within a bound of bytes`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest { clock in
            let bounds = StoreBounds.bytes(1 << 40, whenFull: .refuse)
            return try TransientStore(clock: clock, sweeps: false, bounds: bounds)
        }
        try await check.run(on: subject)
    }

    @Test(arguments: StoreCheck.all)
    func `keeps the contract while it sweeps`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest(freesByItself: true) { clock in TransientStore(clock: clock) }
        try await check.run(on: subject)
    }
}
