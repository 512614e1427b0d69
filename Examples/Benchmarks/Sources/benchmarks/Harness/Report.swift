/// The tables of a run, as text for a terminal or as Markdown.
struct Report {
    let outcomes: [Outcome]

    static func text(of outcome: Outcome) -> String {
        let rows = rows(of: outcome)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 || column == 4 ? cell.0 + padding : padding + cell.0
            }
            let line = "  " + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        let heading = [outcome.subject.title] + (outcome.subject.note.map { ["  \($0)"] } ?? [])
        return "\n" + (heading + lines).joined(separator: "\n")
    }

    var markdown: String {
        let sections = outcomes.map { outcome in
            var rows = Self.rows(of: outcome).map { "| " + $0.joined(separator: " | ") + " |" }
            rows.insert("|---|--:|--:|--:|---|", at: 1)
            let heading =
                ["### \(outcome.subject.title)"] + (outcome.subject.note.map { [$0] } ?? [])
            return heading.joined(separator: "\n\n") + "\n\n"
                + rows.joined(separator: "\n") + "\n"
        }
        return sections.joined(separator: "\n") + "\n\(summary)\n"
    }

    /// How many targets are met, and which are not.
    var summary: String {
        var reached = 0
        var missed: [String] = []
        for outcome in outcomes {
            for (index, contender) in outcome.subject.contenders.enumerated() {
                switch outcome.isMet(index) {
                case nil: continue
                case true: reached += 1
                case false: missed.append("missed: \(outcome.subject.title): \(contender.name)")
                }
            }
        }
        let count = "\(reached) of \(reached + missed.count) targets met"
        return ([count] + missed).joined(separator: "\n")
    }

    /// A heading, then a row for each contender.
    private static func rows(of outcome: Outcome) -> [[String]] {
        let unit = outcome.subject.unit
        var rows = [["", "\(unit.title), median", "quartiles", "ratio", "target"]]
        for (index, contender) in outcome.subject.contenders.enumerated() {
            let summary = outcome.summaries[index]
            let spread = "\(unit.text(summary.lowerQuartile)) - \(unit.text(summary.upperQuartile))"
            let ratio = outcome.ratio(index).map { "\($0.fixed($0 < 0.1 ? 3 : 2)) x" } ?? "-"
            let target = contender.target.map { target in
                "<= \(text(of: target, in: unit)) "
                    + (outcome.isMet(index) == true ? "met" : "MISSED")
            }
            rows.append([contender.name, unit.text(summary.median), spread, ratio, target ?? ""])
        }
        return rows
    }

    private static func text(of target: Target, in unit: Unit) -> String {
        switch target {
        case .ratio(let most): "\(most.fixed(2)) x"
        case .figure(let most): unit.text(most)
        }
    }
}
