/// What an entry adds to the process.
///
/// Keys and values are made inside, to be weighed with it.
extension Competitor {
    static func memory<P: Peer<String>>(_ peer: P.Type, _ job: Job) -> Contender.Round {
        memory(peer, job) { peer, key, value in try await peer.set(key, to: value) }
    }

    static func timedMemory<P: TimedPeer<String>>(_ peer: P.Type, _ job: Job) -> Contender.Round {
        memory(peer, job) { peer, key, value in try await peer.set(key, to: value, ttl: anHour) }
    }

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
