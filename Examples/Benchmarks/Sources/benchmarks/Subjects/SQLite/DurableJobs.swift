import AgentKV

extension Contender {
    /// Jobs that wait in an inbox, each of which one of `count` workers reserves and acknowledges; the
    /// figure is elapsed time per job of any of them, in which two writes become durable.
    static func durableJobs(
        _ work: Workload<Int>,
        workers count: Int,
        target: Target? = nil
    ) -> Contender {
        Contender("SQLiteStore, \(count) workers", target: target) {
            let peer = try await DurableStore<Int>()
            return {
                // The peer keeps the file.
                let inbox = peer.store.inbox("jobs", of: Int.self)
                // As many as the workers take in four goes, so that the figure is not that of a long list.
                var elapsed = 0.0
                let jobs = 4 * count
                let goes = max(1, work.steps.count / jobs)
                for _ in 0..<goes {
                    try await inbox.send(contentsOf: 0..<jobs)
                    elapsed += try await nanoseconds(per: goes * jobs) {
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for _ in 0..<count {
                                group.addTask {
                                    while true {
                                        let reserved = try await inbox.reserve(lease: anHour)
                                        if reserved.isEmpty { break }
                                        for delivery in reserved {
                                            try await delivery.acknowledge()
                                        }
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                    }
                }
                return elapsed
            }
        }
    }
}
