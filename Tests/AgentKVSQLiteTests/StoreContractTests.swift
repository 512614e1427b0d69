import AgentKVTesting
import Testing

@Suite struct StoreContractTests {
    @Test(arguments: StoreCheck.all)
    func `in memory it keeps the contract`(_ check: StoreCheck) async throws {
        try await check.run(on: .sqliteInMemory)
    }

    @Test(arguments: StoreCheck.all)
    func `while it frees what has expired by itself it keeps the contract`(
        _ check: StoreCheck
    ) async throws {
        try await check.run(on: .sweptSQLite)
    }

    @Test(arguments: StoreCheck.messageEvents)
    func `tells what happens to messages`(_ check: StoreCheck) async throws {
        for subject in [StoreUnderTest.sqliteInMemory, .sweptSQLite, .sqliteFile] {
            try await check.run(on: subject)
        }
    }

    @Test(arguments: StoreCheck.all)
    func `in a file it keeps the contract`(_ check: StoreCheck) async throws {
        try await check.run(on: .sqliteFile)
    }
}
