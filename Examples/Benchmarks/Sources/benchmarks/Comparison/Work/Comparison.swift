/// One table of the comparison: an operation in several cases, the same for all competitors.
struct Comparison: Sendable {
    /// Where the stores keep their values.
    enum Medium { case memory, file }

    struct Case: Sendable {
        let label: String
        /// Where it stands on the axis of a chart.
        let position: Double
        let job: Job
    }

    let title: String
    let medium: Medium
    var unit = Unit.timePerOperation
    /// What the figures depend on, printed with them.
    var note: String?
    /// At most this many rounds, where a round takes long.
    var mostRounds = Int.max
    /// What the cases differ in, where that makes a curve.
    var axis: String?
    let cases: [Case]

    /// The name of the file that the chart goes to.
    var fileName: String {
        title.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
            .split(separator: "-").joined(separator: "-") + ".svg"
    }
}

extension [Comparison.Case] {
    /// The sizes of values that are compared.
    static func sizes(_ job: (Int) -> Job) -> Self {
        [("75 B", 75), ("1 KB", 1000), ("100 KB", 100_000)].map { label, size in
            Comparison.Case(label: label, position: Double(size), job: job(size))
        }
    }

    static func counts(_ counts: [Int], _ what: String, _ job: (Int) -> Job) -> Self {
        counts.map { count in
            let number = count.isMultiple(of: 1000) ? "\(count / 1000)k" : "\(count)"
            let label = count.isMultiple(of: 1_000_000) ? "\(count / 1_000_000)M" : number
            return Comparison.Case(
                label: "\(label) \(what)",
                position: Double(count),
                job: job(count)
            )
        }
    }
}
