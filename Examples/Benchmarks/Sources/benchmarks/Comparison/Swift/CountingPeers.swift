import AgentKV

/// A store that counts in one call.
protocol CountingPeer: Sendable {
    init() async throws
    func increment(_ key: String) async throws -> Int
}

extension Transient: CountingPeer {
    func increment(_ key: String) async throws -> Int { try await store.increment(key) }
}

extension MutexDictionary: CountingPeer where Value == Int {
    func increment(_ key: String) -> Int {
        withValues { values in
            values[key, default: 0] += 1
            return values[key] ?? 0
        }
    }
}

extension ActorDictionary: CountingPeer where Value == Int {
    func increment(_ key: String) -> Int {
        values[key, default: 0] += 1
        return values[key] ?? 0
    }
}

extension Competitor {
    static func counters<P: CountingPeer>(
        _ job: Job,
        _ peer: P.Type
    ) -> Contender.Round {
        let keys = Keys.short(job.entries)
        return {
            let peer = try await P()
            return try await nanoseconds(per: job.steps) {
                for step in 0..<job.steps { blackHole(try await peer.increment(keys[step])) }
            }
        }
    }
}
