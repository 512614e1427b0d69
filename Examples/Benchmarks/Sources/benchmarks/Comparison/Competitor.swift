/// A store that takes part in the comparison.
struct Competitor: Sendable {
    enum Standing {
        /// AgentKV, which all others are compared with.
        case ours
        /// Another way of using AgentKV.
        case variant
        /// What no store can beat, and what is not one: it does less.
        case floor
        case peer
    }

    /// A round tells only when it runs that the competitor does no such thing.
    struct NoSuchOperation: Error {}

    let name: String
    /// Its version and its language, as far as they differ from ours.
    var version = ""
    var standing = Standing.peer
    let medium: Comparison.Medium
    /// Ready to do a job, or nil where it has no such operation.
    ///
    /// What the round works on is built when it is asked for, and released with it.
    let round: @Sendable (Job) async throws -> Contender.Round?
    /// Ends what runs for it beside this process.
    var end: @Sendable () -> Void = {}

    /// Whether it runs in a process of its own.
    var isForeign: Bool { !version.isEmpty }
}

/// Rounds of one operation by whoever has it.
typealias RoundMaker = @Sendable (Job) async throws -> Contender.Round?

extension Competitor {
    /// A store of this process: the calls that every peer has, and `others` that it has besides.
    init<P: Peer<String>>(
        _ peer: P.Type,
        name: String = P.name,
        standing: Standing = .peer,
        timed: RoundMaker? = nil,
        others: @escaping RoundMaker = { _ in nil }
    ) {
        self.init(name: name, standing: standing, medium: .memory) { job in
            let work = Workload(job)
            switch job.operation {
            case .get: return try await Contender.reads(peer, work).prepare()
            case .set: return try await Contender.writes(peer, work).prepare()
            case .mixed: return try await Contender.tasks(job.tasks, peer, work).prepare()
            case .timedSet: return try await timed?(job)
            default: return try await others(job)
            }
        }
    }

    /// The same for a store that knows lifetimes.
    init<P: TimedPeer<String>>(
        timed peer: P.Type,
        name: String = P.name,
        standing: Standing = .peer,
        others: @escaping RoundMaker = { _ in nil }
    ) {
        self.init(
            peer,
            name: name,
            standing: standing,
            timed: { try await Contender.timedWrites(peer, Workload($0)).prepare() },
            others: others
        )
    }
}
