import Foundation

/// Measures AgentKV beside its peers; `--help` and `peers --help` list the options.
@main
enum Benchmarks {
    static func main() async {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            // Away from the main actor, which costs every awaited call a few microseconds.
            try await Task.detached {
                if arguments.first == "peers" {
                    try await PeersCommand.run(Array(arguments.dropFirst()))
                } else {
                    try await run(Options(arguments))
                }
            }.value
        } catch {
            FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    static func run(_ options: Options) async throws {
        if options.onlyHelps { return print(Options.help) }
        let all = Subject.all(options.isQuick ? .quick : .full)
        if let child = options.child {
            return try await ChildProcess.run(child.contender, of: child.subject, in: all)
        }
        let subjects = all.filter { subject in
            options.filter.isEmpty
                || subject.title.range(of: options.filter, options: .caseInsensitive) != nil
        }
        if options.onlyLists { return print(subjects.map(\.title).joined(separator: "\n")) }

        #if DEBUG
        print("A debug build: the figures mean nothing. Run with -c release.")
        #endif
        let child = ChildProcess(sharedOptions: options.isQuick ? ["--quick"] : [])
        let runner = Runner(rounds: options.rounds, child: child)
        var outcomes: [Outcome] = []
        for subject in subjects {
            let outcome = try await runner.run(subject)
            print(Report.text(of: outcome))
            fflush(nil)
            outcomes.append(outcome)
        }
        let report = Report(outcomes: outcomes)
        print("\n\(report.summary)")
        if let file = options.markdown {
            try Data(report.markdown.utf8).write(to: URL(fileURLWithPath: file))
        }
    }
}
