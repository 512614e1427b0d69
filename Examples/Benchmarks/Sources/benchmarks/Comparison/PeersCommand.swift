import Foundation

/// `benchmarks peers`: the store beside others of its kind, one table for each subject.
enum PeersCommand {
    static func run(_ arguments: [String]) async throws {
        let options = try PeersOptions(arguments)
        if options.onlyHelps { return print(PeersOptions.help) }
        if let child = options.child { return try await weigh(child.job, child.competitor) }
        let scale = options.isQuick ? Scale.quick : .full
        let comparisons = (Comparison.inMemory(scale) + Comparison.inFile(scale)).filter {
            options.filter.isEmpty
                || $0.title.range(of: options.filter, options: .caseInsensitive) != nil
        }
        if options.onlyLists { return print(comparisons.map(\.title).joined(separator: "\n")) }

        #if DEBUG
        print("A debug build: the figures mean nothing. Run with -c release.")
        #endif
        // A program that has ended is told by an error, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        var report = ComparisonReport()
        let others = options.peers.flatMap { competitors($0, &report.leftOut) }
        defer { for other in others { other.end() } }
        let runner = ComparisonRunner(
            rounds: options.rounds,
            competitors: Competitor.swiftInMemory + Competitor.swiftInFile + others,
            child: ChildProcess(sharedOptions: ["peers"])
        )
        print(ComparisonReport.explanation)
        for comparison in comparisons {
            let result = try await runner.run(comparison)
            print(ComparisonReport.text(of: result))
            fflush(nil)
            report.results.append(result)
            try write(report, options)
        }
        print("\n\(report.summary)")
    }

    /// Those that a folder of peers makes; a word on why not where they cannot be had.
    private static func competitors(_ folder: String, _ leftOut: inout [String]) -> [Competitor] {
        do {
            if folder == PeerScript.redis { return try Redis.competitors() }
            return try PeerScript.all.filter { $0.folder == folder }.map { try $0.competitor() }
        } catch {
            leftOut.append("\(folder): \(error)")
            return []
        }
    }

    /// One round of a competitor of this process, its figure on standard output.
    private static func weigh(_ words: String, _ name: String) async throws {
        let competitor = Competitor.swiftInMemory.first { $0.name == name }
        guard let job = Job(words: words), let round = try await competitor?.round(job) else {
            throw ChildProcess.Failure(description: "\(name) does no such job: \(words)")
        }
        print(try await round(), terminator: "")
    }

    private static func write(_ report: ComparisonReport, _ options: PeersOptions) throws {
        if let file = options.markdown.map({ URL(fileURLWithPath: $0) }) {
            let charts = options.charts.map { path($0, from: file.deletingLastPathComponent()) }
            try Data(report.markdown(charts: charts).utf8).write(to: file)
        }
        guard let folder = options.charts.map({ URL(fileURLWithPath: $0) }) else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for result in report.results {
            guard let chart = Chart(result) else { continue }
            let file = folder.appendingPathComponent(result.comparison.fileName)
            try Data(chart.svg.utf8).write(to: file)
        }
    }

    /// A path as it is seen from a folder, where it lies in that.
    private static func path(_ path: String, from folder: URL) -> String {
        let path = URL(fileURLWithPath: path).standardizedFileURL.path
        let folder = folder.standardizedFileURL.path + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }
}
