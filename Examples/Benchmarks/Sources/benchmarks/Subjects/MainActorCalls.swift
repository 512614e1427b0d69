extension Subject {
    /// Calls awaited from the main actor, as the code of an app would make them.
    static func mainActorCalls(_ scale: Scale) -> [Subject] {
        let work = Workload.ints(.short(1024), steps: scale.steps)
        // A peer that hops to its actor and back takes a hundred times as long.
        let few = Workload.ints(.short(1024), steps: scale.steps / 10)
        let reads = Contender.reads(Transient.self, work, name: "detached task")
        let writes = Contender.writes(Transient.self, work, name: "detached task")
        return [
            Subject(
                title: "get of an Int from the main actor",
                contenders: [
                    reads,
                    reads.fromMainActor("main actor", target: .ratio(1.5)),
                    .reads(HummingbirdMemory.self, few, name: "MemoryPersistDriver, detached"),
                    .reads(HummingbirdMemory.self, few)
                        .fromMainActor("MemoryPersistDriver, main actor"),
                ]
            ),
            Subject(
                title: "set of an Int from the main actor",
                contenders: [
                    writes,
                    writes.fromMainActor("main actor", target: .ratio(1.5)),
                ]
            ),
        ]
    }
}

extension Contender {
    /// The same contender, its rounds awaited from the main actor.
    fileprivate func fromMainActor(_ name: String, target: Target? = nil) -> Contender {
        let prepare = prepare
        return Contender(name, target: target) {
            let round = try await prepare()
            return { try await onMainActor(round) }
        }
    }
}

/// The round runs where its caller does: it leaves the main actor only where a peer makes it.
@MainActor
private func onMainActor(_ round: Contender.Round) async throws -> Double {
    MainActor.assertIsolated()
    return try await round()
}
