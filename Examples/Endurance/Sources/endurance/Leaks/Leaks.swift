import ArgumentParser

/// A million of everything that comes and goes.
struct Leaks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Does everything a million times, and checks that memory returns.",
        discussion: """
            Each kind of use is done once to warm up, and then as often as is asked for. What the \
            allocator has handed out afterwards may be little more than before: less than the \
            smallest object for each time.
            """
    )

    @Option(help: "How often each kind of use is repeated; those that cost much, less often.")
    var count = 1_000_000

    @Option(help: "Only the kinds whose title contains this.")
    var only = ""

    func validate() throws {
        guard count >= 1_000 else { throw ValidationError("--count: at least 1000") }
    }

    func run() async throws {
        let (count, only) = (count, only)
        try await Task.detached { try await LeakRun(count: count, only: only).run() }.value
    }
}
