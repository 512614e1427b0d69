import AgentKV

/// A store that reads and writes several keys in one call.
protocol BatchPeer<Value>: Peer {
    func values(_ keys: [String]) async throws -> [Value?]
    func setAll(_ values: [String: Value]) async throws
}

extension Transient: BatchPeer {
    func values(_ keys: [String]) async throws -> [Value?] {
        try await store.mget(keys, as: Value.self)
    }

    func setAll(_ values: [String: Value]) async throws { try await store.mset(values) }
}

extension MutexDictionary: BatchPeer {
    func values(_ keys: [String]) -> [Value?] { get(keys) }
    func setAll(_ values: [String: Value]) { set(values) }
}

extension ActorDictionary: BatchPeer {
    func values(_ keys: [String]) -> [Value?] { keys.map { get($0) } }

    func setAll(_ values: [String: Value]) {
        for (key, value) in values { set(key, to: value) }
    }
}

extension Competitor {
    static func batches<P: BatchPeer<String>>(
        _ peer: P.Type,
        _ job: Job
    ) async throws -> Contender.Round {
        let work = Workload(job)
        let keys = (0..<job.length).map { work.keys[$0] }
        let values = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, work[$0]) })
        let peer = try await P(filledFor: work)
        return {
            try await nanoseconds(per: job.steps * job.length) {
                for _ in 0..<job.steps {
                    if job.operation == .mget {
                        blackHole(try await peer.values(keys))
                    } else {
                        try await peer.setAll(values)
                    }
                }
            }
        }
    }
}
