internal import AgentKV

/// Who waits to write, and when the next transaction begins: it says what to do, and does nothing.
///
/// Of the callers that a commit resumes many come again at once. Where that commit took long, the
/// next transaction waits for them for a small part of that time, so that they share it; otherwise
/// the first of them would have a commit of its own and the others wait for that too.
struct WriteQueue {
    enum Step: Equatable {
        /// Begin a transaction now.
        case run
        /// Somebody will begin one.
        case wait
        /// Call ``endGathering(_:)`` with this number after that time.
        case gather(Int, for: Duration)
        /// Nobody waits.
        case rest
        /// The queue is closed.
        case refuse
    }

    private enum Phase {
        case idle
        case running
        case gathering(wanted: Int)
    }

    /// The most callers that share a transaction.
    static let sharing = 1_000
    /// A commit that takes less is not worth waiting for others.
    static let slowCommit = Duration.microseconds(400)
    /// However long a commit took, the next one waits no longer than this.
    static let longestGathering = Duration.milliseconds(2)

    private var waiting: [any WriteJob] = []
    private var phase = Phase.idle
    private var gatherings = 0
    private(set) var isClosed = false

    /// Adds a caller.
    mutating func add(_ job: any WriteJob) -> Step {
        if isClosed { return .refuse }
        waiting.append(job)
        switch phase {
        case .running: return .wait
        case .gathering(let wanted) where waiting.count < wanted: return .wait
        case .gathering, .idle:
            phase = .running
            return .run
        }
    }

    /// Takes those that share the next transaction.
    mutating func takeNext() -> [any WriteJob] {
        if waiting.count <= Self.sharing {
            defer { waiting = [] }
            return waiting
        }
        defer { waiting.removeFirst(Self.sharing) }
        return Array(waiting.prefix(Self.sharing))
    }

    /// Ends a transaction that `count` callers shared and that took so long.
    mutating func finish(sharedBy count: Int, after time: Duration) -> Step {
        if count > 1, waiting.count < count, time > Self.slowCommit, !isClosed {
            phase = .gathering(wanted: count)
            gatherings += 1
            return .gather(gatherings, for: min(time / 8, Self.longestGathering))
        }
        return continueOrRest()
    }

    /// Ends the time to wait for others, unless they have come in the meantime.
    mutating func endGathering(_ number: Int) -> Step {
        guard number == gatherings, case .gathering = phase else { return .wait }
        return continueOrRest()
    }

    /// Lets nobody in any more.
    mutating func close() {
        isClosed = true
    }

    private mutating func continueOrRest() -> Step {
        phase = waiting.isEmpty ? .idle : .running
        return waiting.isEmpty ? .rest : .run
    }
}
