import AgentKVSQLite
import AgentKVTesting
import ArgumentParser
import Foundation

/// The part of one process: for each seed that it reads it makes the calls of one client, and writes
/// down what they returned.
struct ProcessesClient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "processes-client",
        abstract: "Makes the calls of one client in each history.",
        shouldDisplay: false
    )

    @Option var file: String
    @Option var number: Int

    func run() async throws {
        let clock = ManualClock()
        var configuration = SQLiteDatabase.Configuration()
        // Lifetimes are part of what is compared, so time stands still, and at the same moment.
        configuration.clock = clock
        configuration.wallClock = clock.wallClock
        configuration.busyTimeout = .seconds(60)
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(path: file, configuration: configuration)
        _ = try await database.ensureInstance("shared")
        while let line = readLine() {
            guard let seed = UInt64(line) else { continue }
            let store = try await database.store(instance: "shared", namespace: "\(seed)")
            let record = try await LinearizabilityCheck(seed: seed)
                .record(client: number, on: store)
            var answer = try JSONEncoder().encode(record)
            answer.append(UInt8(ascii: "\n"))
            try FileHandle.standardOutput.write(contentsOf: answer)
        }
        await database.close()
    }
}
