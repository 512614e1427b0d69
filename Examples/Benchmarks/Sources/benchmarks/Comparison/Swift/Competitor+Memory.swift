import AgentKV

extension Competitor {
    /// The stores in memory that this process has; ours is the first.
    static var swiftInMemory: [Competitor] {
        [
            Competitor(timed: Transient<String>.self, standing: .ours, others: transient),
            Competitor(
                name: "listAppendUnique",
                standing: .variant,
                medium: .memory,
                round: uniqueLists
            ),
            Competitor(
                MutexDictionary<String>.self,
                name: "Mutex dictionary",
                standing: .floor,
                others: mutexDictionary
            ),
            Competitor(ActorDictionary<String>.self, others: actorDictionary),
            Competitor(timed: HummingbirdMemory<String>.self, others: hummingbird),
            Competitor(FoundationCache<String>.self, others: foundationCache),
        ]
    }

    @Sendable
    private static func transient(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .mget, .mset: try await batches(Transient<String>.self, job)
        case .append, .pop: lists(job, Transient<String>.self)
        case .increment: counters(job, Transient<Int>.self)
        case .purge: purges(job)
        case .stall: stalls(job)
        case .memory: timedMemory(Transient<String>.self, job)
        default: nil
        }
    }

    @Sendable
    private static func uniqueLists(_ job: Job) async throws -> Contender.Round? {
        job.operation == .append ? lists(job, UniqueLists.self) : nil
    }

    @Sendable
    private static func mutexDictionary(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .mget, .mset: try await batches(MutexDictionary<String>.self, job)
        case .append, .pop: lists(job, MutexDictionary<[JSONValue]>.self)
        case .increment: counters(job, MutexDictionary<Int>.self)
        case .purge: removals(job)
        case .memory: memory(MutexDictionary<String>.self, job)
        default: nil
        }
    }

    @Sendable
    private static func actorDictionary(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .mget, .mset: try await batches(ActorDictionary<String>.self, job)
        case .append, .pop: lists(job, ActorDictionary<[JSONValue]>.self)
        case .increment: counters(job, ActorDictionary<Int>.self)
        case .memory: memory(ActorDictionary<String>.self, job)
        default: nil
        }
    }

    @Sendable
    private static func hummingbird(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .stall: tidying(job)
        case .memory: timedMemory(HummingbirdMemory<String>.self, job)
        default: nil
        }
    }

    @Sendable
    private static func foundationCache(_ job: Job) async throws -> Contender.Round? {
        job.operation == .memory ? memory(FoundationCache<String>.self, job) : nil
    }
}
