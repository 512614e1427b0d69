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
