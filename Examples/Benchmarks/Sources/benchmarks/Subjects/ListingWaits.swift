import AgentKV

extension Subject {
    /// What the task beside it notices of `keys(prefix:)`.
    ///
    /// The first call after many writes has the most to do. Two controls show what is the machine's
    /// doing: the same while nothing else runs, and with the same work done on another store.
    static func longestWait(_ work: Workload<Int>, _ gauge: WaitGauge) -> Subject {
        let target = Target.figure(1_000_000)
        return Subject(
            title: "longest get while keys(prefix:) runs among \(work.keys.all.count), \(gauge)",
            unit: .longestWait,
            mostRounds: 7,
            contenders: [
                Contender("nothing else runs") {
                    let store = try await Transient(filledFor: work).store
                    return {
                        try await longestGet(from: store, work.keys, by: gauge) {
                            try await Task.sleep(for: .milliseconds(300))
                        }
                    }
                },
                Contender("keys(prefix:) on another store") {
                    let store = try await Transient(filledFor: work).store
                    return {
                        let other = try await Transient(filledFor: work).store
                        return try await longestGet(from: store, work.keys, by: gauge) {
                            try await listHundred(other)
                        }
                    }
                },
                Contender("first keys(prefix:)", target: target) {
                    {
                        let store = try await Transient(filledFor: work).store
                        return try await longestGet(from: store, work.keys, by: gauge) {
                            try await listHundred(store)
                        }
                    }
                },
                Contender("repeated keys(prefix:)", target: target) {
                    let store = try await Transient(filledFor: work).store
                    try await listHundred(store)
                    return {
                        try await longestGet(from: store, work.keys, by: gauge) {
                            for _ in 0..<100 { try await listHundred(store) }
                        }
                    }
                },
            ]
        )
    }
}
