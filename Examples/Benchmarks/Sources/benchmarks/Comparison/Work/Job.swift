import Foundation

/// One piece of work that the comparison times, the same for all who do it.
///
/// A program of another language is told of it in words, `get size=75 tasks=1 …`, a line for each job.
struct Job: Sendable, Hashable {
    enum Operation: String, Sendable {
        case get, set, mixed, mget, mset, append, pop, increment, purge, stall, memory, query, open
        case timedSet = "set-ttl"
    }

    let operation: Operation
    /// Bytes of a value.
    var size = 75
    /// Tasks, threads or connections that share the store and the steps.
    var tasks = 1
    /// Keys that are there from the beginning.
    var entries = 1024
    /// Items of a list, or keys of a batch.
    var length = 0
    /// Operations in a round.
    var steps = 0

    var words: String {
        "\(operation.rawValue) size=\(size) tasks=\(tasks) entries=\(entries) length=\(length)"
            + " steps=\(steps)"
    }

    init(_ operation: Operation, size: Int = 75, tasks: Int = 1, entries: Int = 1024) {
        self.operation = operation
        self.size = size
        self.tasks = tasks
        self.entries = entries
    }

    /// Reads what ``words`` wrote.
    init?(words: String) {
        var parts = words.split(separator: " ")[...]
        guard let name = parts.popFirst(), let operation = Operation(rawValue: String(name))
        else { return nil }
        self.init(operation)
        for part in parts {
            let pair = part.split(separator: "=")
            guard pair.count == 2, let number = Int(pair[1]) else { return nil }
            switch pair[0] {
            case "size": size = number
            case "tasks": tasks = number
            case "entries": entries = number
            case "length": length = number
            case "steps": steps = number
            default: return nil
            }
        }
    }
}

extension Job {
    func steps(_ count: Int) -> Job {
        var job = self
        job.steps = count
        return job
    }

    func length(_ count: Int) -> Job {
        var job = self
        job.length = count
        return job
    }
}

extension Workload<String> {
    /// The keys, the values and the steps of a job.
    init(_ job: Job) {
        let values = (0..<64).map { Self.text($0, bytes: job.size) }
        self.init(.short(job.entries), values, steps: job.steps)
    }

    /// A text of so many bytes, which begins with its number.
    static func text(_ number: Int, bytes: Int) -> String {
        Keys.sixDigits(number) + String(repeating: "x", count: bytes - 6)
    }
}

extension Job {
    /// A twentieth of the work, to see how long it takes.
    var probe: Job { steps(roundedSteps(steps / 20)) }

    /// As much of the work as takes no longer than a time, where each operation takes `figure`.
    func fitting(_ nanoseconds: Double, _ figure: Double) -> Job {
        let keys = [.mget, .mset].contains(operation) ? length : 1
        let most = nanoseconds / (figure * Double(keys))
        return most < Double(steps) ? steps(roundedSteps(Int(most))) : self
    }

    /// Tasks have the same share each, and lists are popped as a whole.
    private func roundedSteps(_ count: Int) -> Int {
        let part = operation == .pop ? length : tasks
        return min(steps, max(count / part, 1) * part)
    }
}
