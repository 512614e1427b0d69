import AgentKV

extension Competitor {
    /// The stores in memory that this process has; ours is the first.
    static let swiftInMemory: [Competitor] = [
        Competitor(timed: Transient<String>.self, standing: .ours) { job in
            switch job.operation {
            case .mget, .mset: try await batches(Transient<String>.self, job)
            case .append, .pop: lists(job, Transient<String>.init)
            case .increment: counters(job, Transient<Int>.init)
            case .purge: purges(job)
            case .stall: stalls(job)
            case .memory:
                memory(Transient<String>.self, job) { try await $0.set($1, to: $2, ttl: anHour) }
            default: nil
            }
        },
        Competitor(name: "listAppendUnique", standing: .variant, medium: .memory) { job in
            job.operation == .append ? lists(job, UniqueLists.init) : nil
        },
        Competitor(
            MutexDictionary<String>.self,
            name: "Mutex dictionary",
            standing: .floor
        ) { job in
            switch job.operation {
            case .mget, .mset: try await batches(MutexDictionary<String>.self, job)
            case .append, .pop: lists(job, MutexDictionary<[JSONValue]>.init)
            case .increment: counters(job, MutexDictionary<Int>.init)
            case .purge: removals(job)
            case .memory: memory(MutexDictionary<String>.self, job) { $0.set($1, to: $2) }
            default: nil
            }
        },
        Competitor(ActorDictionary<String>.self) { job in
            switch job.operation {
            case .mget, .mset: try await batches(ActorDictionary<String>.self, job)
            case .append, .pop: lists(job, ActorDictionary<[JSONValue]>.init)
            case .increment: counters(job, ActorDictionary<Int>.init)
            case .memory: memory(ActorDictionary<String>.self, job) { await $0.set($1, to: $2) }
            default: nil
            }
        },
        Competitor(timed: HummingbirdMemory<String>.self) { job in
            switch job.operation {
            case .stall: tidying(job)
            case .memory:
                memory(HummingbirdMemory<String>.self, job) {
                    try await $0.set($1, to: $2, ttl: anHour)
                }
            default: nil
            }
        },
        Competitor(FoundationCache<String>.self) { job in
            guard job.operation == .memory else { return nil }
            return memory(FoundationCache<String>.self, job) { $0.set($1, to: $2) }
        },
    ]

    /// What an entry adds to the process.
    ///
    /// Keys and values are made inside, to be weighed with it.
    private static func memory<P: Peer<String>>(
        _ peer: P.Type,
        _ job: Job,
        _ set: @escaping @Sendable (P, String, String) async throws -> Void
    ) -> Contender.Round {
        {
            try await (MemoryGauge.allCases.last ?? .allocated).bytes {
                let peer = try await P()
                for number in 0..<job.entries {
                    let value = Workload<String>.text(number, bytes: job.size)
                    try await set(peer, "task:" + Keys.sixDigits(number), value)
                }
                return peer
            } / Double(job.entries)
        }
    }
}
