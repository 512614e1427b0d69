import Foundation

/// What a parent knows of the writes of a child, by the title of their duty.
final class WriteLedger: Sendable {
    private let begunNumbers: [Substring: [Int]]
    private let acknowledgedNumbers: [Substring: [Int]]
    /// What the child itself has found wrong.
    let problems: [String]
    /// Whether its stores were open when it was killed.
    let wasReady: Bool
    private let figures = Locked(Figures())

    /// Reads a child's log; a line that is cut off was not told.
    init(_ log: Data) {
        var begun: [Substring: [Int]] = [:]
        var acknowledged: [Substring: [Int]] = [:]
        var problems: [String] = []
        var wasReady = false
        let text = String(decoding: log, as: UTF8.self)
        for line in text[..<(text.lastIndex(of: "\n") ?? text.startIndex)].split(separator: "\n") {
            guard let mark = WriteLog.Mark(rawValue: String(line.prefix(1))) else { continue }
            let words = line.split(separator: " ")
            switch mark {
            case .ready: wasReady = true
            case .problem: problems.append(String(line.dropFirst(2)))
            case .begun where words.count == 3:
                begun[words[1], default: []].append(Int(words[2]) ?? 0)
            case .acknowledged where words.count == 3:
                acknowledged[words[1], default: []].append(Int(words[2]) ?? 0)
            case .begun, .acknowledged: break
            }
        }
        begunNumbers = begun
        acknowledgedNumbers = acknowledged
        self.problems = problems
        self.wasReady = wasReady
        figures.withLock { figures in
            figures.begun = begun.values.reduce(0) { $0 + $1.count }
            figures.acknowledged = acknowledged.values.reduce(0) { $0 + $1.count }
        }
    }

    func begun(_ title: String) -> [Int] { begunNumbers[title[...]] ?? [] }

    func acknowledged(_ title: String) -> [Int] { acknowledgedNumbers[title[...]] ?? [] }

    /// Counts writes that are there and were not acknowledged: the child died in between.
    func countFound(beyond writes: Int) {
        figures.withLock { $0.foundBeyond += max(writes, 0) }
    }

    /// Counts messages that were in an inbox when the child died.
    func countMessages(_ count: Int) {
        figures.withLock { $0.messages += count }
    }

    var counted: Figures { figures.withLock { $0 } }
}

/// What is counted in rounds of crashes.
struct Figures: Sendable {
    var begun = 0
    var acknowledged = 0
    var foundBeyond = 0
    var messages = 0

    static func += (sum: inout Figures, other: Figures) {
        sum.begun += other.begun
        sum.acknowledged += other.acknowledged
        sum.foundBeyond += other.foundBeyond
        sum.messages += other.messages
    }
}
