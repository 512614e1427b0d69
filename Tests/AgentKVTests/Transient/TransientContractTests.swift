import AgentKV
import AgentKVTesting
import Testing

@Suite("TransientStore and the contract")
struct TransientContractTests {
    @Test(arguments: StoreCheck.all)
    func `keeps the contract`(_ check: StoreCheck) async throws {
        try await check.run(on: StoreUnderTest { clock in TransientStore(clock: clock) })
    }
}
