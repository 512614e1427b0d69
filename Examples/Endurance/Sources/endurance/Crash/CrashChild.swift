import AgentKV
import AgentKVSQLite
import AgentKVTesting
import ArgumentParser
import Foundation

/// The one that is killed: writes to its stores from many tasks, and tells what it does.
struct CrashChild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash-child",
        abstract: "Writes until it is killed.",
        shouldDisplay: false
    )

    @Option var file: String
    @Option var child: Int
    @Option var round: Int
    @Option var seed: UInt64
    @Flag var normal = false

    func run() async throws {
        let log = WriteLog()
        do {
            try await Task.detached { try await write(log) }.value
        } catch {
            log.problem(error)
            throw ExitCode.failure
        }
    }

    private func write(_ log: WriteLog) async throws {
        let database = try await SQLiteDatabase(
            path: file,
            configuration: Crash.configuration(normal ? .normal : .full)
        )
        var random = SplitMix64(seed: seed)
        try await withThrowingTaskGroup { group in
            for place in Place.allCases {
                let open = try await place.open(in: database, child: child)
                for duty in duties() {
                    let own = SplitMix64(seed: random.next())
                    let round = round
                    group.addTask {
                        try await duty.work(on: open, log: log, round: round, random: own)
                    }
                }
            }
            try await importOwnFile(database)
            log.ready()
            try await group.waitForAll()
        }
    }

    /// Asks for what would take SQLite's locks away if it were done.
    private func importOwnFile(_ database: SQLiteDatabase) async throws {
        do {
            try await database.importFile(file, into: "own", autoCreateInstance: true)
        } catch StoreError.storage(.inUse, _) {
            return
        }
        throw Violation("a file that is open was imported")
    }
}
