import AgentKV
import AgentKVTesting

extension Subject {
    /// What the task beside it notices of a store that frees what has expired.
    static func sweeping(_ scale: Scale) -> Subject {
        let keys = Keys.short(scale.entries)
        func contender(
            _ name: String,
            sweeps: Bool,
            target: Target? = nil
        ) -> Contender {
            Contender(name, target: target) {
                {
                    let clock = ManualClock()
                    let store = TransientStore(clock: clock, sweeps: sweeps)
                    for (number, key) in keys.all.enumerated() {
                        try await store.set(key, to: number, ttl: .seconds(60))
                    }
                    try await store.set("later", to: 0, ttl: .seconds(120))
                    let longest = try await longestGet(from: store, keys, by: .elapsed) {
                        clock.advance(by: .seconds(60))
                        try await Task.sleep(for: .seconds(1))
                        // Once it is through, it sleeps for the one that is left.
                        if sweeps { await clock.waitForSleepers() }
                    }
                    let left = try await store.purgeExpired(limit: scale.entries)
                    precondition(left == (sweeps ? 0 : scale.entries))
                    return longest
                }
            }
        }
        return Subject(
            title: "sweeping: longest get while \(scale.entries) entries fall due together",
            unit: .longestWait,
            mostRounds: 7,
            contenders: [
                contender("nothing is freed", sweeps: false),
                contender("they are freed", sweeps: true, target: .figure(1_000_000)),
            ]
        )
    }
}
