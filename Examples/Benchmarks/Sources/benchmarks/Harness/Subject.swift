/// One question that the benchmarks answer: the same work, done by several contenders.
///
/// The first contender is the baseline, whose figure the others' are divided by.
struct Subject: Sendable {
    /// Where the contenders run.
    enum Process {
        /// In this process, in interleaved rounds.
        case shared
        /// Each round of each contender in a new child process: for figures about memory, which
        /// depend on what a process has allocated before.
        case fresh
    }

    let title: String
    var unit = Unit.timePerOperation
    /// What the figures depend on, printed with them.
    var note: String?
    var process = Process.shared
    /// At most this many rounds, for subjects whose rounds take long to set up.
    var mostRounds = Int.max
    let contenders: [Contender]
}

/// One system, or one way of using it, at work on a subject.
struct Contender: Sendable {
    /// One round: does the work and returns its figure in the subject's unit.
    typealias Round = @Sendable () async throws -> Double

    let name: String
    var target: Target?
    /// Builds what the rounds work on and returns the round.
    ///
    /// Called once in a run of the subject; what it builds is released when the subject is done.
    let prepare: @Sendable () async throws -> Round

    init(
        _ name: String,
        target: Target? = nil,
        prepare: @escaping @Sendable () async throws -> Round
    ) {
        self.name = name
        self.target = target
        self.prepare = prepare
    }
}

/// What a contender has to reach.
enum Target {
    /// At most this many times the baseline's figure.
    case ratio(Double)
    /// At most this much, in the subject's unit.
    case figure(Double)

    /// At least `factor` times faster than the baseline.
    static func faster(_ factor: Double) -> Target { .ratio(1 / factor) }
}
