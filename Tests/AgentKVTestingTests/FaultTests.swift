import AgentKV
import AgentKVTesting
import Testing

@Suite("A store with a fault")
struct FaultTests {
    @Test(arguments: Fault.allCases)
    func `fails the check of the promise that it breaks`(_ fault: Fault) async throws {
        let check = try #require(StoreCheck.all.first { $0.name == fault.promise })
        let failure = await #expect(throws: StoreCheckFailure.self) {
            try await check.run(on: StoreUnderTest { FaultyStore(fault, clock: $0) })
        }
        #expect(failure?.promise == fault.promise)
    }

    @Test(arguments: [
        Fault.forgetsRollback, .livesAtDeadline, .setKeepsDeadline, .expireIsAWrite,
        .expireRevives, .purgesOverLimit, .comparesIDsAsText, .popsNonLists, .sortsAsText,
        .prefixesByCharacters, .countsExpired, .writesBeforeRefusing, .forgetsRequests,
    ])
    func `fails a simulation`(_ fault: Fault) async {
        await #expect(throws: StoreSimulationFailure.self) {
            for seed in UInt64(1)...40 {
                try await StoreSimulation(seed: seed).run(
                    on: StoreUnderTest { FaultyStore(fault, clock: $0) }
                )
            }
        }
    }

    @Test(
        arguments: StoreCheck.all.filter { $0.name.contains("observer") }
    )
    func `keeps no check of an observer waiting`(_ check: StoreCheck) async {
        let isBroken = [
            "moved closer", "moved outside", "each newer", "woken", "another type", "with a write",
        ].contains { check.name.contains($0) }
        do {
            try await check.run(on: StoreUnderTest { FaultyStore(.tellsNothing, clock: $0) })
            #expect(!isBroken)
        } catch {
            // An end that was moved away may be looked at before the write that is not told, or after.
            #expect(isBroken || check.name.contains("moved away"), "\(error)")
        }
    }

    @Test func `is told with promise, expectation, finding and place`() async throws {
        let check = try #require(StoreCheck.all.first { $0.name == Fault.nullIsAbsent.promise })
        let failure = try #require(
            await #expect(throws: StoreCheckFailure.self) {
                try await check.run(on: StoreUnderTest { FaultyStore(.nullIsAbsent, clock: $0) })
            }
        )
        #expect(failure.fileID == "AgentKVTesting/StoreCheck+Reading.swift")
        #expect(failure.line != nil)
        #expect("\(failure)".hasPrefix("broken promise: a stored null is present\nexpected"))
        #expect("\(failure)".contains("found nil"))
    }

    @Test func `is cleaned up behind, though the check fails`() async throws {
        let check = try #require(StoreCheck.all.first { $0.name == Fault.nullIsAbsent.promise })
        let subject = StoreUnderTest {
            FaultyStore(.nullIsAbsent, clock: $0)
        } cleanUp: { store in
            try await store.deleteAll(prefix: "")
            throw CancellationError()
        }
        await #expect(throws: StoreCheckFailure.self) { try await check.run(on: subject) }
    }
}
