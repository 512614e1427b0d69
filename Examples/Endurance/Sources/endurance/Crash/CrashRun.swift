import AgentKV
import AgentKVSQLite
import AgentKVTesting
import ArgumentParser
import Foundation

/// Rounds of crashes on one file.
final class CrashRun: Sendable {
    private let plan: CrashPlan
    private let folder: TemporaryFolder
    private let path: String
    /// By child and by store; they know what was there after the last round.
    private let duties: [[Place: [any Duty]]]

    init(_ plan: CrashPlan) throws {
        self.plan = plan
        folder = try TemporaryFolder()
        path = folder.path("crash.sqlite")
        duties = (0..<plan.processes).map { _ in
            Dictionary(uniqueKeysWithValues: Place.allCases.map { ($0, endurance.duties()) })
        }
    }

    func run() async throws {
        say("crash: \(plan.rounds) rounds, \(plan.processes) processes, --seed \(plan.seed)")
        let start = ContinuousClock.now
        var figures = Figures()
        var early = 0
        for round in 1...plan.rounds {
            do {
                let ledgers = try await crash(round)
                try await check(ledgers, after: round)
                for ledger in ledgers { figures += ledger.counted }
                early += ledgers.count { !$0.wasReady }
            } catch {
                say("VIOLATION in round \(round) of --seed \(plan.seed): \(error)")
                say("The file is kept: \(path)")
                throw ExitCode.failure
            }
            if round % 20 == 0 {
                say("  \(round) rounds, \(figures.acknowledged) acknowledgements")
            }
        }
        try folder.remove()
        say(
            """
              processes killed            \(plan.rounds * plan.processes)
              of them while opening       \(early)
              writes begun                \(figures.begun)
              acknowledgements            \(figures.acknowledged)
              acknowledged and lost       0
              begun, not acknowledged, and there all the same  \(figures.foundBeyond)
              messages waiting or lent    \(figures.messages)
              seconds                     \(text((ContinuousClock.now - start).seconds, 1))
            """
        )
    }

    /// Lets processes write and kills each of them, and returns what they have told.
    private func crash(_ round: Int) async throws -> [WriteLedger] {
        var random = SplitMix64(seed: plan.seed &+ UInt64(round))
        let synchronous = plan.synchronous(in: round)
        return try await withThrowingTaskGroup(of: (Int, WriteLedger).self) { group in
            for child in 0..<plan.processes {
                let moment = plan.moment(using: &random)
                let process = try DoomedProcess(
                    [
                        "crash-child", "--file", path, "--child", "\(child)", "--round", "\(round)",
                        "--seed", "\(random.next())",
                    ] + (synchronous == .normal ? ["--normal"] : [])
                )
                group.addTask {
                    if moment.whenReady {
                        await process.waitUntilReady()
                        try await self.visit(synchronous)
                    }
                    try await Task.sleep(for: moment.after)
                    return (child, try await process.kill())
                }
            }
            var ledgers: [(Int, WriteLedger)] = []
            for try await ledger in group { ledgers.append(ledger) }
            return ledgers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Opens the file and closes it, as any other process may: the last one to leave removes the log.
    private func visit(_ synchronous: SQLiteDatabase.Synchronous) async throws {
        let database = try await SQLiteDatabase(
            path: path,
            configuration: Crash.configuration(synchronous)
        )
        await database.close()
    }

    /// Looks at what is in the file.
    private func check(_ ledgers: [WriteLedger], after round: Int) async throws {
        // Ten minutes on, all leases have ended. The file's time does not go back after that.
        let later = WallClock {
            WallClock.system.nanoseconds + Int64(round) * 600_000_000_000
        }
        var configuration = Crash.configuration(.full)
        configuration.wallClock = later
        configuration.sweeps = false
        let database = try await SQLiteDatabase(path: path, configuration: configuration)
        try await checkIntegrity(database)
        for (child, ledger) in ledgers.enumerated() {
            for place in Place.allCases {
                let open = try await place.open(in: database, child: child, wallClock: later)
                for duty in duties[child][place] ?? [] {
                    do {
                        try await duty.check(open, against: ledger)
                    } catch {
                        throw Violation("child \(child), \(error)")
                    }
                }
                try await open.close()
            }
        }
        try await checkIntegrity(database)
        await database.close()
    }

    private func checkIntegrity(_ database: SQLiteDatabase) async throws {
        let problems = try await database.checkIntegrity()
        try require(problems.isEmpty, "the integrity check finds \(problems)")
    }
}
