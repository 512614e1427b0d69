/// What a subject's figures count.
enum Unit: Sendable {
    /// Nanoseconds per operation.
    case timePerOperation
    /// Nanoseconds per key of a batch.
    case timePerKey
    /// Nanoseconds that the slowest of many calls took.
    case longestWait
    /// Bytes per stored entry.
    case bytesPerEntry
    /// Bytes in all.
    case bytes
    /// Reads in a hundred that find something.
    case hits

    var title: String {
        switch self {
        case .timePerOperation: "time per operation"
        case .timePerKey: "time per key"
        case .longestWait: "longest wait of a call"
        case .bytesPerEntry: "bytes per entry"
        case .bytes: "bytes"
        case .hits: "reads that hit"
        }
    }

    /// `figure` with a unit that keeps it short.
    func text(_ figure: Double) -> String {
        switch self {
        case .timePerOperation, .timePerKey, .longestWait: scaled(figure, ["ns", "us", "ms", "s"])
        case .hits: "\(figure.fixed(2)) %"
        case .bytesPerEntry, .bytes: scaled(figure, ["B", "kB", "MB", "GB"])
        }
    }

    private func scaled(_ figure: Double, _ names: [String]) -> String {
        var figure = figure
        var names = names[...]
        while abs(figure) >= 10_000, names.count > 1 {
            figure /= 1000
            names.removeFirst()
        }
        return "\(figure.fixed(abs(figure) < 1000 ? 1 : 0)) \(names.first ?? "")"
    }
}

extension Double {
    /// This number with `places` (0 to 3) digits after the point.
    func fixed(_ places: Int) -> String {
        let unit = [1, 10, 100, 1000][places]
        let scaled = Int((abs(self) * Double(unit)).rounded())
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let fraction = String(unit + scaled % unit).dropFirst()
        return "\(sign)\(scaled / unit).\(fraction)"
    }
}
