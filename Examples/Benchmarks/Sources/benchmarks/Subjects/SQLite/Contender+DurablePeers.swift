/// What is asked of a store in a file, for any peer; each starts with all keys present.
extension Contender {
    static func durableReads<P: DurablePeer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        target: Target? = nil
    ) -> Contender {
        Contender(P.name, target: target) {
            let peer = try await P(holding: work)
            return {
                try await nanoseconds(per: work.steps.count) { try await peer.reads(work) }
            }
        }
    }

    /// One write after the other, each durable before the next.
    static func durableWrites<P: DurablePeer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        name: String = P.name,
        target: Target? = nil
    ) -> Contender {
        Contender(name, target: target) {
            let peer = try await P(holding: work)
            return {
                try await nanoseconds(per: work.steps.count) { try await peer.writes(work) }
            }
        }
    }

    /// `work` divided among `count` tasks, of which each waits until its write is durable before
    /// it makes the next; the figure is elapsed time per write of any of them.
    static func durableWrites<P: DurablePeer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        tasks count: Int,
        target: Target? = nil
    ) -> Contender {
        Contender("\(P.name), \(count) tasks", target: target) {
            let peer = try await P(holding: work)
            return {
                try await nanoseconds(per: work.steps.count) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for task in 0..<count {
                            let share = work.share(task, of: count)
                            group.addTask { try await peer.writes(share) }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }
    }

    /// Values over all keys of `work` in one transaction, `calls` times.
    static func durableBatches<P: DurablePeer>(
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        calls: Int,
        target: Target? = nil
    ) -> Contender {
        let values = Dictionary(
            uniqueKeysWithValues: work.keys.all.enumerated().map { ($1, work[$0]) }
        )
        return Contender(P.name, target: target) {
            let peer = try await P(holding: work)
            return {
                try await nanoseconds(per: calls * values.count) {
                    for _ in 0..<calls { try await peer.set(values) }
                }
            }
        }
    }
}
