import AgentKV

extension Subject {
    /// Finding a hundred keys among many, and what other callers notice of it.
    static func listing(_ scale: Scale) -> [Subject] {
        let work = Workload.ints(.short(scale.entries), steps: 0)
        return [cost(work), longestWait(work)]
    }

    /// A hundred keys of `task:0042..` begin like this.
    private static let prefix = "task:0042"

    private static func cost(_ work: Workload<Int>) -> Subject {
        Subject(
            title: "keys(prefix:) returning 100 among \(work.keys.all.count)",
            mostRounds: 7,
            contenders: [
                Contender("scan of a dictionary") {
                    let dictionary = work.keys.dictionary { $0 }
                    return {
                        await nanoseconds(per: 1) {
                            blackHole(dictionary.keys.filter { $0.hasPrefix(prefix) }.sorted())
                        }
                    }
                },
                Contender("first call") {
                    {
                        let store = try await Transient(filledFor: work).store
                        return try await nanoseconds(per: 1) { try await list(store) }
                    }
                },
                Contender("repeated", target: .ratio(1)) {
                    let store = try await Transient(filledFor: work).store
                    try await list(store)
                    return {
                        try await nanoseconds(per: 10) {
                            for _ in 0..<10 { try await list(store) }
                        }
                    }
                },
                Contender("after a new key", target: .ratio(1)) {
                    let store = try await Transient(filledFor: work).store
                    try await list(store)
                    return {
                        try await store.set("a new key", to: 1)
                        let figure = try await nanoseconds(per: 1) { try await list(store) }
                        try await store.delete("a new key")
                        return figure
                    }
                },
            ]
        )
    }

    /// What the task beside it notices of `keys(prefix:)`.
    ///
    /// The first call after many writes has the most to do. On a busy machine any task waits now
    /// and then, so the same is measured while nothing else runs, and with the same work done on
    /// another store.
    private static func longestWait(_ work: Workload<Int>) -> Subject {
        Subject(
            title: "longest get while keys(prefix:) runs among \(work.keys.all.count)",
            unit: .longestWait,
            mostRounds: 7,
            contenders: [
                Contender("nothing else runs") {
                    let store = try await Transient(filledFor: work).store
                    return {
                        try await longestGet(from: store, work.keys) {
                            try await Task.sleep(for: .milliseconds(300))
                        }
                    }
                },
                Contender("keys(prefix:) on another store") {
                    let store = try await Transient(filledFor: work).store
                    return {
                        let other = try await Transient(filledFor: work).store
                        return try await longestGet(from: store, work.keys) {
                            try await list(other)
                        }
                    }
                },
                Contender("first keys(prefix:)", target: .figure(1_000_000)) {
                    {
                        let store = try await Transient(filledFor: work).store
                        return try await longestGet(from: store, work.keys) {
                            try await list(store)
                        }
                    }
                },
                Contender("repeated keys(prefix:)", target: .figure(1_000_000)) {
                    let store = try await Transient(filledFor: work).store
                    try await list(store)
                    return {
                        try await longestGet(from: store, work.keys) {
                            for _ in 0..<100 { try await list(store) }
                        }
                    }
                },
            ]
        )
    }

    private static func list(_ store: TransientStore) async throws {
        let found = try await store.keys(prefix: prefix, limit: 1000)
        precondition(!found.isEmpty)
        blackHole(found)
    }
}
