/// What the rounds of one contender came to.
struct Summary {
    let lowerQuartile: Double
    let median: Double
    let upperQuartile: Double

    /// Summarises `figures`, of which there must be at least one.
    init(of figures: [Double]) {
        let sorted = figures.sorted()
        func quantile(_ fraction: Double) -> Double {
            let position = fraction * Double(sorted.count - 1)
            let below = Int(position)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
        }
        lowerQuartile = quantile(0.25)
        median = quantile(0.5)
        upperQuartile = quantile(0.75)
    }
}

/// A subject and what its contenders, in their order, came to.
struct Outcome {
    let subject: Subject
    let summaries: [Summary]

    /// The figure of a contender in units of the baseline's; nil where the baseline's is zero.
    func ratio(_ contender: Int) -> Double? {
        let baseline = summaries[0].median
        return baseline > 0 ? summaries[contender].median / baseline : nil
    }

    /// Whether a contender reaches its target; nil when it has none.
    func isMet(_ contender: Int) -> Bool? {
        switch subject.contenders[contender].target {
        case nil: nil
        case .ratio(let most): ratio(contender).map { $0 <= most } ?? false
        case .figure(let most): summaries[contender].median <= most
        }
    }
}
