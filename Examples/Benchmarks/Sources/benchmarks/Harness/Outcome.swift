/// A subject and what its contenders came to.
struct Outcome {
    let subject: Subject
    /// For each contender, in their order, the figure of each round.
    let figures: [[Double]]

    var summaries: [Summary] { figures.map(Summary.init) }

    /// How many times the baseline's figure a contender's is; nil where the baseline's is zero.
    ///
    /// The median over the rounds of the ratio within a round. Contenders run within milliseconds
    /// of one another there, so that a processor which is slow for a while cancels out.
    func ratio(_ contender: Int) -> Double? {
        guard figures[0].allSatisfy({ $0 > 0 }) else { return nil }
        return Summary(of: zip(figures[contender], figures[0]).map { $0 / $1 }).median
    }

    /// Whether a contender reaches its target; nil when it has none.
    func isMet(_ contender: Int) -> Bool? {
        switch subject.contenders[contender].target {
        case nil: nil
        case .ratio(let most): ratio(contender).map { $0 <= most } ?? false
        case .figure(let most): Summary(of: figures[contender]).median <= most
        }
    }
}
