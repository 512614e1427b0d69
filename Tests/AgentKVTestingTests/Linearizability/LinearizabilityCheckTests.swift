import AgentKV
import AgentKVTesting
import Testing

/// Stores that are wrong when several work on them are found.
@Suite struct LinearizabilityCheckTests {
    @Test func `a store that is right passes`() async throws {
        let subject = StoreUnderTest { clock in DictionaryStore(clock: clock) }
        for seed in UInt64(1)...20 {
            let report = try await LinearizabilityCheck(seed: seed).run(on: subject)
            #expect(report.calls == 100)
            #expect(report.isDecided)
        }
    }

    @Test func `a store that is right passes also where it loads`() async throws {
        let subject = StoreUnderTest { clock in DictionaryStore(clock: clock) }
        var calls = 0
        for seed in UInt64(1)...20 {
            let report = try await LinearizabilityCheck(seed: seed, loads: true).run(on: subject)
            calls += report.calls
            #expect(report.isDecided)
        }
        // A load is two calls.
        #expect(calls > 20 * 100 + 20)
    }

    @Test func `a store that is right passes also with an inbox`() async throws {
        let subject = StoreUnderTest { clock in DictionaryStore(clock: clock) }
        for seed in UInt64(1)...20 {
            let check = LinearizabilityCheck(seed: seed, calls: 15, inboxes: true)
            let report = try await check.run(on: subject)
            #expect(report.isDecided)
        }
    }

    @Test func `a store whose views lag behind is found`() async throws {
        // Two stores that know nothing of each other stand for views of one.
        await #expect(throws: LinearizabilityFailure.self) {
            for seed in UInt64(1)...20 {
                let views = (0..<2).map { _ in TransientStore(clock: ManualClock()) }
                try await LinearizabilityCheck(seed: seed).run(on: views)
            }
        }
    }
}
