extension Subject {
    /// Eight tasks that share one store and read and write in turn.
    static func manyTasks(_ scale: Scale) -> [Subject] {
        let work = Workload.ints(.short(1024), steps: scale.steps)
        return [
            Subject(
                title: "8 tasks on one store, half reads",
                contenders: [
                    .tasks(8, HummingbirdMemory.self, work),
                    .tasks(8, Transient.self, work, target: .faster(5)),
                    .tasks(8, MutexDictionary.self, work),
                    .tasks(8, ActorDictionary.self, work),
                    .tasks(8, FoundationCache.self, work),
                ]
            )
        ]
    }
}

extension Contender {
    /// `work` divided among `count` tasks; the figure is elapsed time per call of any of them.
    static func tasks<P: Peer>(
        _ count: Int,
        _ peer: P.Type,
        _ work: Workload<P.Value>,
        target: Target? = nil
    ) -> Contender {
        Contender(P.name, target: target) {
            let peer = try await P(filledFor: work)
            return {
                try await nanoseconds(per: work.steps.count) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for task in 0..<count {
                            let share = work.share(task, of: count)
                            group.addTask { try await peer.readsAndWrites(share) }
                        }
                        try await group.waitForAll()
                    }
                }
            }
        }
    }
}
