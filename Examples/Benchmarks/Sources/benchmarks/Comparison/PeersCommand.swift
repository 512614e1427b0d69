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
        let competitors =
            Competitor.swiftInMemory + Competitor.swiftInFile + others(options.peers)
        defer { for competitor in competitors { competitor.end() } }
        let runner = ComparisonRunner(
            rounds: options.rounds,
            competitors: competitors,
            child: ChildProcess(sharedOptions: ["peers"])
        )
        print(ComparisonReport.explanation)
        var results: [ComparisonResult] = []
        for comparison in comparisons {
            let result = await runner.run(comparison)
            print(ComparisonReport.text(of: result))
            fflush(nil)
            results.append(result)
        }
        try write(results, options)
    }

    private static func others(_ names: [String]) -> [Competitor] {
        let scripts = PeerScript.all.filter { names.contains($0.folder) }
        return scripts.compactMap { $0.competitor() }
            + (names.contains(PeerScript.redis) ? Redis.competitors() : [])
    }

    /// One round of a competitor of this process, its figure on standard output.
    private static func weigh(_ words: String, _ name: String) async throws {
        let competitor = Competitor.swiftInMemory.first { $0.name == name }
        guard let job = Job(words: words), let round = try await competitor?.round(job) else {
            throw ChildProcess.Failure(description: "\(name) does no such job: \(words)")
        }
        print(try await round(), terminator: "")
    }

    private static func write(_ results: [ComparisonResult], _ options: PeersOptions) throws {
        let report = ComparisonReport(results: results)
        print("\n\(report.summary)")
        if let file = options.markdown {
            try Data(report.markdown(charts: options.charts).utf8)
                .write(to: URL(fileURLWithPath: file))
        }
        guard let folder = options.charts.map({ URL(fileURLWithPath: $0) }) else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for result in results {
            guard let chart = Chart(result) else { continue }
            let file = folder.appendingPathComponent(result.comparison.fileName)
            try Data(chart.svg.utf8).write(to: file)
        }
    }
}
