import AgentKV
import AgentKVSQLite

extension Subject {
    /// Finding a hundred keys in a database: what it costs must not depend on how many there are.
    static func durableListing(_ scale: Scale) -> Subject {
        Subject(
            title: "SQLite: listing 100 keys, among 10000 and \(scale.entries)",
            note: DatabaseSettings.note,
            contenders: [
                listing(among: 10_000),
                listing(among: scale.entries, target: .ratio(1.5)),
            ]
        )
    }

    private static func listing(among entries: Int, target: Target? = nil) -> Contender {
        Contender("SQLiteStore, \(entries) keys", target: target) {
            let peer = try await DurableStore(
                holding: Workload.ints(.short(entries), steps: 0)
            )
            return {
                try await nanoseconds(per: 20) {
                    for _ in 0..<20 {
                        let found = try await peer.store.keys(prefix: "task:0042", limit: 1000)
                        precondition(found.count == 100)
                        blackHole(found)
                    }
                }
            }
        }
    }
}
