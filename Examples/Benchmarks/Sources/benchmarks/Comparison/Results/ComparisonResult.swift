/// What a comparison came to.
struct ComparisonResult {
    struct Row {
        let competitor: Competitor
        /// For each case, the figures of the rounds; none where it has no such operation.
        var figures: [[Double]]

        var isEmpty: Bool { figures.allSatisfy(\.isEmpty) }
    }

    let comparison: Comparison
    /// Ours is the first.
    let rows: [Row]
    /// Who failed at what, and why.
    let failures: [String]

    /// How many times our figure that of a row is, in a case: the median of the ratios in a round.
    func ratio(_ row: Row, _ index: Int) -> Double? {
        guard let ours = rows.first?.figures[index], !ours.isEmpty, ours.allSatisfy({ $0 > 0 }),
            row.figures[index].count == ours.count
        else { return nil }
        return Summary(of: zip(row.figures[index], ours).map { $0 / $1 }).median
    }

    /// Where a peer is ahead of ours.
    var behind: [String] {
        rows.filter { $0.competitor.standing == .peer }.flatMap { row in
            comparison.cases.indices.compactMap { index in
                guard let ratio = ratio(row, index), ratio < 1 else { return nil }
                return "\(comparison.title), \(comparison.cases[index].label):"
                    + " \(row.competitor.name) takes \(ratio.fixed(2)) of ours"
            }
        }
    }
}
