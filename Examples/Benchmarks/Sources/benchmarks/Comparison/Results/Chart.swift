import Foundation

/// A comparison's figures as curves in SVG, both axes logarithmic, readable on light and on dark.
struct Chart {
    struct Curve {
        let name: String
        let isOurs: Bool
        let points: [(x: Double, y: Double)]
    }

    let title: String
    let axis: String
    let unit: Unit
    let curves: [Curve]

    private let width = 720.0
    private let left = 72.0
    private let right = 212.0
    private let top = 40.0
    private let bottom = 340.0

    init?(_ result: ComparisonResult) {
        guard let axis = result.comparison.axis, result.comparison.cases.count > 1 else {
            return nil
        }
        title = "\(result.comparison.title): \(result.comparison.unit.title)"
        self.axis = axis
        unit = result.comparison.unit
        curves = result.rows.map { row in
            let medians = zip(result.comparison.cases, row.figures).compactMap { each, figures in
                figures.isEmpty ? nil : (x: each.position, y: Summary(of: figures).median)
            }
            let isOurs = row.competitor.standing == .ours
            return Curve(name: row.competitor.name, isOurs: isOurs, points: medians)
        }.filter { curve in curve.points.allSatisfy { $0.y > 0 } }
    }

    var svg: String {
        let height = bottom + 48
        let parts =
            [
                #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(Int(width)) \#(Int(height))" "#
                    + #"font-family="system-ui, sans-serif" font-size="12" role="img">"#,
                "<title>\(escaped(title))</title>", ChartStyle.css,
                text(title, x: left, y: 22, style: "title"),
                text(axis, x: (left + width - right) / 2, y: bottom + 38, style: "middle"),
            ] + grid + curveParts + ["</svg>"]
        return parts.joined(separator: "\n") + "\n"
    }

    // MARK: Axes

    private var xs: [Double] { Array(Set(curves.flatMap { $0.points.map(\.x) })).sorted() }
    /// The powers of ten around all values.
    private var decades: ClosedRange<Int> {
        let values = curves.flatMap { $0.points.map(\.y) }
        let low = Int(floor(log10(values.min() ?? 1)))
        return low...max(low + 1, Int(ceil(log10(values.max() ?? 10))))
    }

    private func x(_ value: Double) -> Double {
        let (low, high) = (log10(xs.first ?? 1), log10(xs.last ?? 10))
        return left + (log10(value) - low) / max(high - low, 0.001) * (width - right - left)
    }

    private func y(_ value: Double) -> Double {
        let (low, high) = (Double(decades.lowerBound), Double(decades.upperBound))
        return bottom - (log10(value) - low) / (high - low) * (bottom - top)
    }

    private var grid: [String] {
        let rows = decades.flatMap { decade in
            let value = pow(10, Double(decade))
            return [
                line(from: (left, y(value)), to: (width - right, y(value))),
                text(label(value), x: left - 8, y: y(value) + 4, style: "end"),
            ]
        }
        let columns = xs.flatMap { value in
            [
                line(from: (x(value), top), to: (x(value), bottom)),
                text(count(value), x: x(value), y: bottom + 18, style: "middle"),
            ]
        }
        return rows + columns
    }

    /// A power of ten, in the unit that keeps it short.
    private func label(_ value: Double) -> String {
        let names = ["ns", "µs", "ms", "s"]
        let step = min(3, max(0, Int(floor(log10(value) / 3 + 0.001))))
        return "\((value / pow(1000, Double(step))).fixed(value < 1 ? 1 : 0)) \(names[step])"
    }

    private func count(_ value: Double) -> String {
        value >= 1_000_000
            ? "\(Int(value / 1_000_000))M"
            : value >= 1000 ? "\(Int(value / 1000))k" : "\(Int(value))"
    }

    // MARK: Curves

    private var curveParts: [String] {
        // Names stand at the right, in the order of the curves' ends, far enough from each other.
        let order = curves.indices.sorted { last(curves[$0]) > last(curves[$1]) }
        var place = top - 8
        return order.flatMap { index in
            let curve = curves[index]
            let style = "c\(index % ChartStyle.colors)\(curve.isOurs ? " ours" : "")"
            let points = curve.points.map { "\(x($0.x).fixed(1)),\(y($0.y).fixed(1))" }
            place = max(place + 16, y(last(curve)) + 4)
            let name = min(place, bottom - Double(order.count - 1) + 12)
            return [
                #"<polyline class="\#(style)" points="\#(points.joined(separator: " "))"/>"#,
                text(curve.name, x: width - right + 10, y: name, style: style),
            ]
        }
    }

    private func last(_ curve: Curve) -> Double { curve.points.last?.y ?? 1 }

    private func line(from start: (Double, Double), to end: (Double, Double)) -> String {
        #"<line x1="\#(start.0.fixed(1))" y1="\#(start.1.fixed(1))" x2="\#(end.0.fixed(1))" "#
            + #"y2="\#(end.1.fixed(1))"/>"#
    }

    private func text(_ text: String, x: Double, y: Double, style: String) -> String {
        #"<text class="\#(style)" x="\#(x.fixed(1))" y="\#(y.fixed(1))">\#(escaped(text))</text>"#
    }

    private func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "<", with: "&lt;")
    }
}
