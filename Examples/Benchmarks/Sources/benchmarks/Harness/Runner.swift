/// Runs subjects in interleaved rounds.
///
/// In each round every contender runs once, and each round begins with another contender, so that
/// a slow moment of the machine falls on all of them alike. In this process a first round warms up
/// and is not counted.
struct Runner: Sendable {
    let rounds: Int
    let child: ChildProcess

    func run(_ subject: Subject) async throws -> Outcome {
        var works: [Contender.Round] = []
        for contender in subject.contenders {
            works.append(try await round(of: contender, in: subject))
        }
        var figures: [[Double]] = works.map { _ in [] }
        let warmUp = subject.process == .shared ? 1 : 0
        for round in 0..<min(rounds, subject.mostRounds) + warmUp {
            for offset in works.indices {
                let contender = (round + offset) % works.count
                let figure = try await works[contender]()
                if round >= warmUp { figures[contender].append(figure) }
            }
        }
        return Outcome(subject: subject, figures: figures)
    }

    private func round(
        of contender: Contender,
        in subject: Subject
    ) async throws
        -> Contender.Round
    {
        switch subject.process {
        case .shared: try await contender.prepare()
        case .fresh: { try child.figure(of: contender.name, in: subject.title) }
        }
    }
}
