import AgentKVSQLite
import AgentKVTesting
import ArgumentParser

/// Kills processes that write, and looks at what they leave behind.
struct Crash: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Kills processes that write, and checks that nothing acknowledged is lost.",
        discussion: """
            In each round several processes write to one file, each to a SQLiteStore and to \
            TransientStores that write through and behind, from many tasks. They tell what was \
            acknowledged to them, and are killed with SIGKILL at random moments, some while they \
            open the file. Meanwhile another process opens and closes it. Then the file is opened: \
            every acknowledged write has to be there, none that was not begun, no half of a batch \
            or a transaction; the integrity check finds nothing; messages that were lent and not \
            acknowledged are back, in order. The next round goes on with the same file. Rounds take \
            turns with synchronous full and normal.
            """
    )

    @Option(help: "How many rounds.")
    var rounds = 200

    @Option(help: "How many processes write to the file at the same time.")
    var processes = 2

    @Option(help: "For how long a process writes before it is killed, in seconds, at most.")
    var seconds = 0.4

    @Option(help: "Decides when processes are killed, and what they write.")
    var seed: UInt64?

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds: at least 1") }
        guard 1...16 ~= processes else { throw ValidationError("--processes: 1 to 16") }
        guard seconds > 0 else { throw ValidationError("--seconds: more than 0") }
    }

    func run() async throws {
        let plan = CrashPlan(
            rounds: rounds,
            processes: processes,
            seconds: seconds,
            seed: seed ?? .random(in: 0...999_999)
        )
        try await Task.detached { try await CrashRun(plan).run() }.value
    }

    /// How parent and children open the file.
    static func configuration(
        _ synchronous: SQLiteDatabase.Synchronous
    ) -> SQLiteDatabase.Configuration {
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = synchronous
        // Where the machine has much else to do, each gets its turn all the same.
        configuration.busyTimeout = .seconds(120)
        return configuration
    }
}

/// What a run of crashes does.
struct CrashPlan: Sendable {
    var rounds: Int
    var processes: Int
    var seconds: Double
    var seed: UInt64

    /// Of what `synchronous` a round is.
    func synchronous(in round: Int) -> SQLiteDatabase.Synchronous {
        round % 2 == 0 ? .full : .normal
    }

    /// After how long a child is killed, and whether that time begins when its stores are open.
    func moment(using random: inout SplitMix64) -> (after: Duration, whenReady: Bool) {
        let part = Double.random(in: 0..<1, using: &random)
        return (.seconds(seconds * part), Int.random(in: 0..<5, using: &random) > 0)
    }
}
