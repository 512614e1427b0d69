/// Runs comparisons in interleaved rounds.
///
/// In each round every competitor runs once, and each round begins with another, so that a slow
/// moment of the machine falls on all of them alike. A first round warms up and is not counted.
struct ComparisonRunner: Sendable {
    let rounds: Int
    let competitors: [Competitor]
    let child: ChildProcess

    /// - Throws: An error of ours; of another it is only said.
    func run(_ comparison: Comparison) async throws -> ComparisonResult {
        let competing = competitors.filter { $0.medium == comparison.medium }
        var rows = competing.map { ComparisonResult.Row(competitor: $0, figures: []) }
        var failures: [String] = []
        for each in comparison.cases {
            let measured = try await run(each.job, comparison, competing, &failures)
            for index in rows.indices { rows[index].figures.append(measured[index]) }
        }
        return ComparisonResult(
            comparison: comparison,
            rows: rows.filter { $0.competitor.standing == .ours || !$0.isEmpty },
            failures: failures
        )
    }

    /// The figures of each competitor; none where it has no such operation, or fails at it.
    private func run(
        _ job: Job,
        _ comparison: Comparison,
        _ competing: [Competitor],
        _ failures: inout [String]
    ) async throws -> [[Double]] {
        var figures: [[Double]] = competing.map { _ in [] }
        var works: [Int: Contender.Round] = [:]
        for (index, competitor) in competing.enumerated() {
            works[index] = try await attempt(competitor, job, &failures) {
                try await round(of: competitor, job)
            }
        }
        let warmUp = job.operation == .memory ? 0 : 1
        for round in 0..<min(rounds, comparison.mostRounds) + warmUp {
            for offset in competing.indices {
                let index = (round + offset) % competing.count
                guard let work = works[index] else { continue }
                if let figure = try await attempt(competing[index], job, &failures, work) {
                    if round >= warmUp { figures[index].append(figure) }
                } else {
                    works[index] = nil
                    figures[index] = []
                }
            }
        }
        return figures
    }

    private func round(of competitor: Competitor, _ job: Job) async throws -> Contender.Round? {
        if competitor.isForeign { return try await boundedRound(of: competitor, job) }
        guard let round = try await competitor.round(job) else { return nil }
        guard job.operation == .memory else { return round }
        // Memory is weighed in a process that has done nothing else.
        return { try child.figure(of: competitor.name, in: job.words) }
    }

    /// What takes a thousand times as long is done as much less often, or the run would take hours.
    private func boundedRound(
        of competitor: Competitor,
        _ job: Job
    ) async throws -> Contender.Round? {
        guard job.steps > 0 else { return try await competitor.round(job) }
        guard let probe = try await competitor.round(job.probe) else { return nil }
        return try await competitor.round(job.fitting(Self.longestRound, probe()))
    }

    /// A tenth of a second, in nanoseconds.
    private static let longestRound = 1e8

    /// What `body` returns; nil where the competitor has no such operation, or fails.
    private func attempt<R>(
        _ competitor: Competitor,
        _ job: Job,
        _ failures: inout [String],
        _ body: () async throws -> R?
    ) async throws -> R? {
        do {
            return try await body()
        } catch is Competitor.NoSuchOperation {
            return nil
        } catch {
            guard competitor.standing != .ours else { throw error }
            failures.append("\(competitor.name), \(job.words): \(error)")
            return nil
        }
    }
}
