/// Runs comparisons in interleaved rounds.
///
/// In each round every competitor runs once, and each round begins with another, so that a slow
/// moment of the machine falls on all of them alike. A first round warms up and is not counted.
struct ComparisonRunner: Sendable {
    let rounds: Int
    let competitors: [Competitor]
    let child: ChildProcess

    func run(_ comparison: Comparison) async -> ComparisonResult {
        let competing = competitors.filter { $0.medium == comparison.medium }
        var figures: [[[Double]]] = competing.map { _ in [] }
        for each in comparison.cases {
            for (index, measured) in await run(each.job, comparison, competing).enumerated() {
                figures[index].append(measured)
            }
        }
        let rows = zip(competing, figures).filter { !$1.allSatisfy(\.isEmpty) }
        return ComparisonResult(
            comparison: comparison,
            rows: rows.map { ComparisonResult.Row(competitor: $0, figures: $1) }
        )
    }

    /// The figures of each competitor; none where it has no such operation, or fails at it.
    private func run(
        _ job: Job,
        _ comparison: Comparison,
        _ competing: [Competitor]
    ) async -> [[Double]] {
        var figures: [[Double]] = competing.map { _ in [] }
        var works: [Int: Contender.Round] = [:]
        for (index, competitor) in competing.enumerated() {
            await attempt(competitor, job) { works[index] = try await round(of: competitor, job) }
        }
        let warmUp = job.operation == .memory ? 0 : 1
        for round in 0..<min(rounds, comparison.mostRounds) + warmUp {
            for offset in competing.indices {
                let index = (round + offset) % competing.count
                guard let work = works[index] else { continue }
                let isDone = await attempt(competing[index], job) {
                    let figure = try await work()
                    if round >= warmUp { figures[index].append(figure) }
                }
                if !isDone { works[index] = nil }
            }
        }
        return figures
    }

    /// Memory is weighed in a process that has done nothing else.
    private func round(of competitor: Competitor, _ job: Job) async throws -> Contender.Round? {
        let round = try await competitor.round(job)
        guard job.operation == .memory, competitor.version.isEmpty, round != nil else {
            return round
        }
        return { try child.figure(of: competitor.name, in: job.words) }
    }

    @discardableResult
    private func attempt(
        _ competitor: Competitor,
        _ job: Job,
        _ body: () async throws -> Void
    ) async -> Bool {
        do {
            try await body()
            return true
        } catch {
            _ = skipped("\(competitor.name) in: \(job.words)", error)
            return false
        }
    }
}
