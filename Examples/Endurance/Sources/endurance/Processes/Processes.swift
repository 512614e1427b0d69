import AgentKVSQLite
import AgentKVTesting
import ArgumentParser

/// Looks for an order of calls that explains what several processes were told.
struct Processes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets processes work on one file, and checks that their calls have an order.",
        discussion: """
            For each history every process makes random calls on the same keys of one file, at the \
            same time. What their calls returned has to have an order, one call after the other, \
            that explains it.
            """
    )

    @Option(help: "How many histories are made.")
    var histories = 2000

    @Option(help: "How many processes make one.")
    var processes = 3

    func validate() throws {
        guard histories > 0 else { throw ValidationError("--histories: at least 1") }
        guard 2...8 ~= processes else { throw ValidationError("--processes: 2 to 8") }
    }

    func run() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("kv.sqlite")
        let clients = try (0..<processes).map { try ClientProcess(path: path, number: $0) }
        var (calls, overlapping, undecided) = (0, 0, 0)
        for seed in 1...UInt64(histories) {
            // All begin before the first is waited for.
            for client in clients { try client.begin(seed) }
            let report = try LinearizabilityCheck(seed: seed).check(clients.map { try $0.record() })
            calls += report.calls
            overlapping += report.overlapping
            if !report.isDecided { undecided += 1 }
        }
        say(
            """
            \(histories) histories of \(processes) processes on one file: each has an order that \
            explains it (\(undecided) undecided).
            \(calls) calls, of which \(overlapping) met another one.
            """
        )
        try require(overlapping >= histories, "too few calls met another one")
        try require(undecided <= histories / 20, "too many histories are undecided")
        try folder.remove()
    }
}
