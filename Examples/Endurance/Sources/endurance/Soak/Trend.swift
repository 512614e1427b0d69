/// A straight line through measurements, and how well it is known.
struct Trend: Sendable {
    /// By how much of their mean the measurements grow in a minute.
    let growth: Double
    /// The standard error of that.
    let error: Double

    /// Fits a line by least squares; nil for fewer than three measurements.
    init?(_ points: [(minute: Double, value: Double)]) {
        guard points.count > 2 else { return nil }
        let count = Double(points.count)
        let minute = points.reduce(0) { $0 + $1.minute } / count
        let mean = points.reduce(0) { $0 + $1.value } / count
        let spread = points.reduce(0) { $0 + ($1.minute - minute) * ($1.minute - minute) }
        guard spread > 0, mean > 0 else { return nil }
        let slope =
            points.reduce(0) { $0 + ($1.minute - minute) * ($1.value - mean) } / spread
        let residual = points.reduce(0) { sum, point in
            let expected = mean + slope * (point.minute - minute)
            return sum + (point.value - expected) * (point.value - expected)
        }
        growth = slope / mean
        error = (residual / (count - 2) / spread).squareRoot() / mean
    }

    /// Whether it grows by more than that share a minute, and chance does not explain it.
    func exceeds(_ limit: Double) -> Bool { growth - 2 * error > 0 && growth > limit }

    /// Whether the measurements scatter too much to tell whether they grow by that share.
    func isNoise(at limit: Double) -> Bool { growth + 2 * error > limit && !exceeds(limit) }
}

extension Collection<Double> {
    /// The one in the middle; nil if there is none.
    var median: Double? {
        if isEmpty { return nil }
        return sorted()[count / 2]
    }
}
