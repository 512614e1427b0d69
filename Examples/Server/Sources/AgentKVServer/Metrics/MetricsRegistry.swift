internal import CoreMetrics
internal import Synchronization

/// The figures of a server, kept in the process and read as text in the format of Prometheus.
///
/// It is what swift-metrics calls a factory: a figure of the same name and dimensions is the same
/// figure. None is ever forgotten, so that names and dimensions have to be few.
final class MetricsRegistry: MetricsFactory {
    /// What tells a figure from all others.
    struct Name: Hashable, Sendable {
        let label: String
        /// The dimensions as they stand in the text: `operation="kvStore.get"`.
        let dimensions: String

        init(_ label: String, _ dimensions: [(String, String)]) {
            self.label = label
            self.dimensions = dimensions.map { "\($0)=\"\($1.escapedForLabel)\"" }
                .joined(separator: ",")
        }
    }

    private struct State {
        var counts: [Name: Count] = [:]
        var levels: [Name: Level] = [:]
        var times: [Name: Times] = [:]
    }

    private let state = Mutex(State())
    /// What a figure is about, by its label.
    private let help: [String: String]

    /// Creates a registry; `help` says in a sentence what the figure of a label is about.
    init(help: [String: String]) {
        self.help = help
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let name = Name(label, dimensions)
        return state.withLock { state in
            state.counts[name] ?? state.counts.insert(Count(), at: name)
        }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let name = Name(label, dimensions)
        return state.withLock { state in
            state.levels[name] ?? state.levels.insert(Level(), at: name)
        }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = Name(label, dimensions)
        return state.withLock { state in
            state.times[name] ?? state.times.insert(Times(), at: name)
        }
    }

    func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        // The server records nothing but times; others find that nothing is kept.
        NOOPMetricsHandler.instance
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// All figures as text, sorted by name.
    var text: String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        describe(state.counts, as: "counter", in: &lines) { $0.lines(of: $1) }
        describe(state.levels, as: "gauge", in: &lines) { $0.lines(of: $1) }
        describe(state.times, as: "histogram", in: &lines) { $0.lines(of: $1) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func describe<Figure>(
        _ figures: [Name: Figure],
        as kind: String,
        in lines: inout [String],
        _ text: (Figure, Name) -> [String]
    ) {
        var label: String?
        for (name, figure) in figures.sorted(by: { $0.key < $1.key }) {
            if name.label != label {
                label = name.label
                if let help = help[name.label] { lines.append("# HELP \(name.label) \(help)") }
                lines.append("# TYPE \(name.label) \(kind)")
            }
            lines += text(figure, name)
        }
    }
}

extension MetricsRegistry.Name: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.label, left.dimensions) < (right.label, right.dimensions)
    }

    /// The name as it stands before a value, with a further dimension.
    func line(
        _ value: some CustomStringConvertible,
        suffix: String = "",
        _ more: String = ""
    )
        -> String
    {
        let all = [dimensions, more].filter { !$0.isEmpty }.joined(separator: ",")
        return "\(label)\(suffix)\(all.isEmpty ? "" : "{\(all)}") \(value)"
    }
}

extension Dictionary {
    fileprivate mutating func insert(_ value: Value, at key: Key) -> Value {
        self[key] = value
        return value
    }
}

extension String {
    fileprivate var escapedForLabel: String {
        replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
