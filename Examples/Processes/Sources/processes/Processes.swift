import AgentKVSQLite
import AgentKVTesting
import Foundation

/// Several processes work on one file of SQLite at the same time, and what their calls returned has to
/// have an order, one call after the other, that explains it.
///
///     swift run -c release processes [histories] [processes]
///
/// It prints how many histories it has checked, and ends with 1 where one has no such order.
@main
struct Processes {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "client", let client = Int(arguments[3]) {
            return try await Client(path: arguments[2], number: client).work()
        }
        let histories = arguments.count > 1 ? Int(arguments[1]) ?? 200 : 200
        let clients = arguments.count > 2 ? Int(arguments[2]) ?? 3 : 3
        try await check(histories: max(histories, 1), clients: max(clients, 2))
    }

    private static func check(histories: Int, clients: Int) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("agentkv-processes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("kv.sqlite").path
        let processes = try (0..<clients).map { try ClientProcess(path: path, number: $0) }
        var (calls, overlapping, undecided) = (0, 0, 0)
        for seed in 1...UInt64(histories) {
            // All begin before the first is waited for.
            for process in processes { try process.begin(seed) }
            let records = try processes.map { try $0.record() }
            do {
                let report = try LinearizabilityCheck(seed: seed).check(records)
                calls += report.calls
                overlapping += report.overlapping
                if !report.isDecided { undecided += 1 }
            } catch {
                print(error)
                exit(1)
            }
        }
        print(
            """
            \(histories) histories of \(clients) processes on one file: each has an order that \
            explains it (\(undecided) undecided).
            \(calls) calls, of which \(overlapping) met another one.
            """
        )
        if overlapping < histories || undecided > histories / 20 {
            print("That shows too little.")
            exit(1)
        }
    }
}
