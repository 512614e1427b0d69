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

    @Test(arguments: StoreCheck.all)
    func `keeps the contract while it sweeps`(_ check: StoreCheck) async throws {
        let subject = StoreUnderTest(freesByItself: true) { clock in TransientStore(clock: clock) }
        try await check.run(on: subject)
    }
}
