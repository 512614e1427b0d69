import AgentKV
import AgentKVTesting
import Foundation
import Testing

/// Calls from several threads look as if they had been made one after the other.
///
/// `AGENTKV_HISTORIES` says how many histories are recorded of each kind; `AGENTKV_SEED` of which
/// seed instead.
@Suite("TransientStore is linearizable") struct LinearizabilityTests {
    static let seeds: ClosedRange<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["AGENTKV_SEED"].flatMap({ UInt64($0) }) { return seed...seed }
        return 1...max(environment["AGENTKV_HISTORIES"].flatMap { UInt64($0) } ?? 100, 1)
    }()

    static let subjects: [(name: String, subject: StoreUnderTest)] = [
        ("in memory", StoreUnderTest { clock in TransientStore(clock: clock) }),
        (
            "within a bound",
            StoreUnderTest { try TransientStore(clock: $0, bounds: .bytes(1 << 40)) }
        ),
        ("written behind", .persisted(.writeBehind)),
        ("written through", .persisted(.writeThrough)),
    ]

    @Test(arguments: subjects.map(\.name))
    func `calls from several threads have an order`(_ name: String) async throws {
        try await check(name) { LinearizabilityCheck(seed: $0, loads: true) }
    }

    @Test(arguments: subjects.map(\.name))
    func `calls of an inbox from several threads have an order`(_ name: String) async throws {
        try await check(name) { LinearizabilityCheck(seed: $0, calls: 15, inboxes: true) }
    }

    private func check(
        _ name: String,
        _ check: (UInt64) -> LinearizabilityCheck
    ) async throws {
        let subject = try #require(Self.subjects.first { $0.name == name }?.subject)
        var overlapping = 0
        var seed = Self.seeds.lowerBound
        // Where threads take turns for want of processors, more are needed until calls overlap.
        for recorded in 0..<20 * Self.seeds.count {
            if recorded >= Self.seeds.count, overlapping > Self.seeds.count { break }
            let report = try await check(seed).run(on: subject)
            #expect(report.isDecided, "gave up at seed \(seed)")
            overlapping += report.overlapping
            seed &+= 1
        }
        // Else nothing has been shown.
        #expect(overlapping > Self.seeds.count)
    }
}
