import AgentKVTesting
import ArgumentParser

/// Every promise, on every kind of store.
struct Checks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs all checks, and random operations, on every kind of store.",
        discussion: """
            The tests do that too. This is the same in one small program, to be built with \
            AddressSanitizer, or to be run for many seeds.
            """
    )

    @Option(help: "How many seeds the random operations have on each kind of store.")
    var seeds = 100

    @Option(help: "The first of the seeds.")
    var first: UInt64 = 1

    func validate() throws {
        guard seeds >= 0, first.addingReportingOverflow(UInt64(seeds)).overflow == false else {
            throw ValidationError("--seeds: from 0 to as many as there are from --first on")
        }
    }

    func run() async throws {
        let seeds = first..<first + UInt64(seeds)
        try await Task.detached { try await Self.run(seeds) }.value
    }

    @Sendable
    private static func run(_ seeds: Range<UInt64>) async throws {
        var violations = 0
        for (name, store) in CheckedStores.all {
            for check in StoreCheck.all {
                violations += await count("\(name), \(check)") { try await check.run(on: store) }
            }
            for seed in seeds {
                violations += await count("\(name), operations, seed \(seed)") {
                    try await StoreSimulation(seed: seed).run(on: store)
                }
            }
            say("\(name): \(StoreCheck.all.count) checks, \(seeds.count) seeds")
        }
        if violations > 0 { throw ExitCode.failure }
    }

    /// Returns 1 for a violation, which it tells of.
    private static func count(_ title: String, _ body: () async throws -> Void) async -> Int {
        do {
            try await body()
            return 0
        } catch {
            say("VIOLATION: \(title): \(error)")
            return 1
        }
    }
}
