/// The colours of a chart, for a light and for a dark page.
enum ChartStyle {
    private static let light = [
        "#b3261e", "#8a5a00", "#2e6b34", "#00639b", "#6b3fa0", "#94467d", "#4f616e", "#7a5548",
    ]
    private static let dark = [
        "#ff8a80", "#ffc766", "#8fd694", "#7cc4ff", "#c9a7ff", "#ffa6e0", "#b4c6d2", "#d7b5a6",
    ]

    static let colors = light.count

    static let css = """
        <style>
        text { fill: #1f2328; } line { stroke: #1f2328; opacity: 0.12; }
        .title { font-size: 14px; font-weight: 600; } .middle { text-anchor: middle; }
        .end { text-anchor: end; }
        polyline { fill: none; stroke-width: 1.5; } polyline.ours { stroke-width: 3.5; }
        text.ours { font-weight: 700; }
        \(rules(light))
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; } line { stroke: #e6edf3; }
        \(rules(dark))
        }
        </style>
        """

    private static func rules(_ colors: [String]) -> String {
        colors.enumerated().map { number, color in
            "polyline.c\(number) { stroke: \(color); } text.c\(number) { fill: \(color); }"
        }.joined(separator: "\n")
    }
}
