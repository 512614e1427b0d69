import ArgumentParser

/// A mixed load for a long time.
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a mixed load, and checks that nothing grows and nothing is lost.",
        discussion: """
            The load is paced: bursts of calls with pauses of 10 ms between them, on stores in \
            memory, with a bound, written behind, and on SQLite. Each kind of load knows what it \
            has to find. Memory and the median time of a call are measured in windows of time; \
            after the second minute a line is fitted to each, and its slope has to stay below \
            1 % a minute. Runs of less than four minutes are judged by losses only.
            """
    )

    @Option(help: "For how long, in minutes.")
    var minutes = 10.0

    @Option(help: "Decides what the loads do.")
    var seed: UInt64?

    func validate() throws {
        guard minutes > 0, minutes <= 10_000 else {
            throw ValidationError("--minutes: more than 0, at most 10000")
        }
    }

    func run() async throws {
        let (minutes, seed) = (minutes, seed ?? .random(in: 0...999_999))
        try await Task.detached { try await SoakRun(minutes: minutes, seed: seed).run() }.value
    }
}
