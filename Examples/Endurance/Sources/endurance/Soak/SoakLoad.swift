import AgentKVTesting

/// A kind of load that goes on for as long as the soak does.
protocol SoakLoad: Sendable {
    var title: String { get }

    /// Makes some calls, and returns how many.
    ///
    /// - Throws: ``Violation`` where something is not as it has to be.
    mutating func burst(_ random: inout SplitMix64) async throws -> Int

    /// Looks at the end whether all is there, and closes what it has opened.
    mutating func finish() async throws
}

extension SoakLoad {
    /// Runs bursts until it is late, with a pause after each, and looks at the end.
    mutating func run(
        until end: ContinuousClock.Instant,
        _ random: SplitMix64,
        _ recorder: SoakRecorder
    ) async throws {
        var random = random
        do {
            while ContinuousClock.now < end {
                let start = ContinuousClock.now
                let calls = try await burst(&random)
                recorder.note(title, calls: calls, in: ContinuousClock.now - start)
                try await Task.sleep(for: .milliseconds(10))
            }
            try await finish()
        } catch {
            throw Violation("\(title): \(error)")
        }
    }
}
