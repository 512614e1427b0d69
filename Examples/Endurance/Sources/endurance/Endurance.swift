import ArgumentParser

/// What the stores withstand: crashes, processes on one file, long use, a million of everything, and
/// every check.
///
/// Each command prints its figures, and fails when it has found a violation.
@main
struct Endurance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endurance",
        abstract: "Shows what the stores of AgentKV withstand.",
        subcommands: [
            Checks.self, Crash.self, CrashChild.self, Processes.self, ProcessesClient.self,
            Soak.self, Leaks.self,
        ]
    )
}
