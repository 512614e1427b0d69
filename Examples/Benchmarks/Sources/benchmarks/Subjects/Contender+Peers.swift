/// The fast calls, for any peer; each starts with all keys present.
extension Contender {
    static func reads<P: Peer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        name: String = P.name,
        target: Target? = nil
    ) -> Contender {
        Contender(name, target: target) {
            let peer = try await P(filledFor: work)
            return {
                try await nanoseconds(per: work.steps.count) { try await peer.reads(work) }
            }
        }
    }

    static func writes<P: Peer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        name: String = P.name,
        target: Target? = nil
    ) -> Contender {
        Contender(name, target: target) {
            let peer = try await P(filledFor: work)
            return {
                try await nanoseconds(per: work.steps.count) { try await peer.writes(work) }
            }
        }
    }

    /// Writes with a lifetime over entries that have one.
    static func timedWrites<P: TimedPeer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        name: String = P.name,
        target: Target? = nil
    ) -> Contender {
        Contender(name, target: target) {
            let peer = try await P()
            for (number, key) in work.keys.all.enumerated() {
                try await peer.set(key, to: work[number], ttl: anHour)
            }
            return {
                try await nanoseconds(per: work.steps.count) { try await peer.timedWrites(work) }
            }
        }
    }
}

extension Peer {
    /// A peer that holds all keys of `work`, without a lifetime.
    init(filledFor work: Workload<Value>) async throws {
        try await self.init()
        for (number, key) in work.keys.all.enumerated() {
            try await set(key, to: work[number])
        }
        let found = try await get(work.keys[0])
        precondition(found != nil, "\(Self.name) does not keep what it is given")
    }
}
