import AgentKV

extension Subject {
    /// Finding a hundred keys among many, and what other callers notice of it.
    static func listing(_ scale: Scale) -> [Subject] {
        let work = Workload.ints(.short(scale.entries), steps: 0)
        return [cost(work)] + WaitGauge.allCases.map { longestWait(work, $0) }
    }

    private static func cost(_ work: Workload<Int>) -> Subject {
        Subject(
            title: "keys(prefix:) returning 100 among \(work.keys.all.count)",
            mostRounds: 7,
            contenders: [
                Contender("scan of a dictionary") {
                    let dictionary = work.keys.dictionary { $0 }
                    return {
                        await nanoseconds(per: 1) {
                            blackHole(dictionary.keys.filter { $0.hasPrefix("task:0042") }.sorted())
                        }
                    }
                },
                Contender("first call") {
                    {
                        let store = try await Transient(filledFor: work).store
                        return try await nanoseconds(per: 1) { try await listHundred(store) }
                    }
                },
                Contender("repeated", target: .ratio(1)) {
                    let store = try await Transient(filledFor: work).store
                    try await listHundred(store)
                    return {
                        try await nanoseconds(per: 10) {
                            for _ in 0..<10 { try await listHundred(store) }
                        }
                    }
                },
                Contender("after a new key", target: .ratio(1)) {
                    let store = try await Transient(filledFor: work).store
                    try await listHundred(store)
                    return {
                        try await store.set("a new key", to: 1)
                        let figure = try await nanoseconds(per: 1) { try await listHundred(store) }
                        try await store.delete("a new key")
                        return figure
                    }
                },
            ]
        )
    }
}

/// Lists the hundred keys that begin with `task:0042`.
func listHundred(_ store: TransientStore) async throws {
    let found = try await store.keys(prefix: "task:0042", limit: 1000)
    precondition(found.count == 100)
    blackHole(found)
}
