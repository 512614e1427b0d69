import AgentKVTesting
import Foundation
import Testing

/// Each of the scenarios under many schedules.
///
/// `AGENTKV_SCHEDULES` says how many for each scenario; `AGENTKV_SEED` which one instead.
@Suite("Every schedule")
struct ScheduleTests {
    static let environment = ProcessInfo.processInfo.environment

    /// Half of them always the same, half others with each run.
    static let seeds: [ClosedRange<UInt64>] = {
        if let seed = environment["AGENTKV_SEED"].flatMap({ UInt64($0) }) { return [seed...seed] }
        let half = max(environment["AGENTKV_SCHEDULES"].flatMap { UInt64($0) } ?? 100, 2) / 2
        let first = UInt64.random(in: half...(.max / 2))
        return [1...half, first...first + half - 1]
    }()

    @Test(arguments: Scenario.all)
    func `what has to hold holds under every schedule`(_ scenario: Scenario) async throws {
        for seeds in Self.seeds {
            let explorer = ScheduleExplorer(seeds: seeds, passesTime: scenario.passesTime)
            let orders = try await explorer.run(scenario.run)
            #expect(seeds.count < 10 || Set(orders).count > seeds.count / 3)
        }
    }

    @Test(arguments: Scenario.all)
    func `a seed replays its schedule exactly`(_ scenario: Scenario) async throws {
        let explorer = ScheduleExplorer(seeds: 1...5, passesTime: scenario.passesTime)
        let orders = try await explorer.run(scenario.run)
        #expect(try await explorer.run(scenario.run) == orders)
    }
}
