import AgentKVTesting
import Testing

@Suite("The contract")
struct StoreCheckTests {
    @Test(arguments: StoreCheck.all)
    func `is kept by the protocol's defaults`(_ check: StoreCheck) async throws {
        try await check.run(on: .dictionary)
    }

    @Test func `has no promise twice`() {
        #expect(Set(StoreCheck.all.map(\.name)).count == StoreCheck.all.count)
    }
}
