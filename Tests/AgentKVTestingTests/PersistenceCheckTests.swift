import AgentKV
import AgentKVTesting
import Testing

@Suite("The promises of adapters")
struct PersistenceCheckTests {
    @Test(arguments: PersistenceCheck.all)
    func `are kept by the adapter in memory`(_ check: PersistenceCheck) async throws {
        try await check.run(
            on: AdapterUnderTest { MemoryAdapter(wallClock: $0, pageSize: 100) }
        )
    }

    @Test(arguments: PersistenceCheck.all)
    func `are kept by a failing adapter that is not told to fail`(
        _ check: PersistenceCheck
    ) async throws {
        try await check.run(
            on: AdapterUnderTest { FailingAdapter(MemoryAdapter(wallClock: $0)) }
        )
    }

    @Test(arguments: AdapterFault.allCases)
    func `are broken by an adapter with a fault`(_ fault: AdapterFault) async throws {
        let check = try #require(PersistenceCheck.all.first { $0.name == fault.promise })
        let failure = await #expect(throws: StoreCheckFailure.self) {
            try await check.run(on: AdapterUnderTest { FaultyAdapter(fault, $0) })
        }
        #expect(failure?.promise == fault.promise)
    }

    @Test func `are told once each`() {
        #expect(Set(PersistenceCheck.all.map(\.name)).count == PersistenceCheck.all.count)
    }

    @Test func `are kept only if what was committed survives a restart`() async throws {
        let check = try #require(PersistenceCheck.all.first { $0.name.hasPrefix("a committed") })
        let subject = AdapterUnderTest {
            MemoryAdapter(wallClock: $0)
        } reopen: { _, clock in
            MemoryAdapter(wallClock: clock)
        }
        await #expect(throws: StoreCheckFailure.self) { try await check.run(on: subject) }
    }
}

/// What can be wrong with an adapter.
enum AdapterFault: CaseIterable {
    case ignoresRemovals
    case forgetsRevisions
    case handsOverExpired
    case keepsFirstState
    case dropsLaterPages
    case composesKeys
    case rewritesText
    case refusesRepetition
    case swallowsErrors

    var promise: String {
        switch self {
        case .ignoresRemovals: "a key that a batch says is absent is gone, and no other"
        case .forgetsRevisions: "the highest revision survives the removal of its key"
        case .handsOverExpired: "an entry is handed over until its time of day has come"
        case .keepsFirstState: "of several states of a key the last one counts"
        case .dropsLaterPages: "a large batch is loaded whole, each key once"
        case .composesKeys: "keys of all kinds stay apart, and what they are"
        case .rewritesText: "a text comes back byte for byte"
        case .refusesRepetition: "a batch that is given twice does no harm"
        case .swallowsErrors: "what fails while a page is received is passed on"
        }
    }
}
