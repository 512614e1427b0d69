/// The tables of a comparison, as text for a terminal or as Markdown.
struct ComparisonReport {
    var results: [ComparisonResult] = []
    /// Who cannot be had here, and why.
    var leftOut: [String] = []

    static func text(of result: ComparisonResult) -> String {
        let rows = rows(of: result)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? "  " + cell.0 + padding : padding + cell.0
            }.joined(separator: "   ")
        }
        let note = result.comparison.note.map { ["  \($0)"] } ?? []
        let failures = result.failures.map { "  failed: \($0)" }
        return "\n" + ([heading(of: result)] + note + lines + failures).joined(separator: "\n")
    }

    /// The tables, with the charts in `charts`, a folder as seen from where the text lies.
    func markdown(charts: String?) -> String {
        let sections = results.map { result in
            var rows = Self.rows(of: result).map { "| " + $0.joined(separator: " | ") + " |" }
            let columns = result.comparison.cases.map { _ in "--:" }.joined(separator: "|")
            rows.insert("|---|\(columns)|", at: 1)
            var parts = ["### \(Self.heading(of: result))"]
            if let note = result.comparison.note { parts.append(note) }
            parts.append(rows.joined(separator: "\n"))
            if !result.failures.isEmpty {
                parts.append("Failed: " + result.failures.joined(separator: "; "))
            }
            if let charts, result.comparison.axis != nil {
                parts.append(
                    "![\(result.comparison.title)](\(charts)/\(result.comparison.fileName))"
                )
            }
            return parts.joined(separator: "\n\n") + "\n"
        }
        return Self.explanation + "\n\n" + sections.joined(separator: "\n") + "\n\(summary)\n"
    }

    static let explanation = """
        Medians, in brackets the least and the most, and how many times ours it is: the median of the \
        ratios within a round. Peers of other languages run in a process of their own and time \
        themselves there, so that what they cost contains their language: an interpreter in Python, a \
        garbage collector in Java and Go. They do as much as they can in a tenth of a second, at most \
        as often as ours does. Redis is asked over loopback, by a client whose commands were made \
        before. Caffeine and go-cache answer the thread that calls: nothing is awaited, and Caffeine \
        knows no lifetimes but in the tables that are about them. A line in italics is no peer: the \
        floor does less than a store has to.
        """

    /// Where we are behind, and who took no part.
    var summary: String {
        let behind = results.flatMap(\.behind)
        let words = behind.isEmpty ? "Nobody who took part is ahead in any case." : "Behind:"
        return ([words] + behind.map { "- \($0)" } + leftOut.map { "- left out: \($0)" })
            .joined(separator: "\n")
    }

    private static func heading(of result: ComparisonResult) -> String {
        "\(result.comparison.title) (\(result.comparison.unit.title))"
    }

    /// A heading, then a row for each competitor.
    private static func rows(of result: ComparisonResult) -> [[String]] {
        [[""] + result.comparison.cases.map(\.label)]
            + result.rows.map { row in
                [name(of: row.competitor)]
                    + row.figures.indices.map { cell(result, row, $0) }
            }
    }

    private static func name(of competitor: Competitor) -> String {
        let version = competitor.version.isEmpty ? "" : " (\(competitor.version))"
        return switch competitor.standing {
        case .ours: "**\(competitor.name)**"
        case .variant: "*ours: \(competitor.name)*"
        case .floor: "*floor: \(competitor.name)*"
        case .peer: competitor.name + version
        }
    }

    private static func cell(
        _ result: ComparisonResult,
        _ row: ComparisonResult.Row,
        _ index: Int
    ) -> String {
        let figures = row.figures[index]
        guard let least = figures.min(), let most = figures.max() else { return "–" }
        let unit = result.comparison.unit
        let spread =
            "\(unit.text(Summary(of: figures).median)) (\(unit.text(least))–\(unit.text(most)))"
        guard row.competitor.standing != .ours, let ratio = result.ratio(row, index) else {
            return spread
        }
        return "\(spread) \(ratio.fixed(ratio < 10 ? 2 : 0))x"
    }
}
