import AgentKV
import AgentKVSQLite

/// Calls that write and read, and leave nothing.
extension Use {
    static func operations() async throws -> [Use] {
        let memory = TransientStore()
        let bounded = try TransientStore(bounds: .entries(100))
        let database = try await SQLiteDatabase.inMemory()
        let lasting = try await database.store(instance: "leaks")
        let behind = try await TransientStore(
            persistence: database.store(instance: "leaks", namespace: "behind")
        )
        return [
            Use("calls in memory") { try await call(memory, times: $0) },
            Use("calls with a bound") { try await call(bounded, times: $0) },
            Use("calls written behind", share: 0.2) { times in
                try await call(behind, times: times)
                try await behind.flush()
            },
            Use("calls in SQLite", share: 0.02) { try await call(lasting, times: $0) },
            Use("messages in memory", share: 0.5) { try await send(memory, times: $0) },
            Use("messages in SQLite", share: 0.01) { try await send(lasting, times: $0) },
        ]
    }

    private static func call(_ store: any KeyValueStore, times: Int) async throws {
        for number in 0..<times {
            let key = "key \(number % 1_000)"
            switch number % 10 {
            case 0: try await store.set(key, to: "value \(number)")
            case 1: try await store.set(key, to: number, ttl: .milliseconds(number % 50 + 1))
            case 2: _ = try await store.get(key)
            case 3: try await store.mset([key: number, "\(key) too": [number]])
            case 4: _ = try await store.listAppend("list \(key)", items: [1, 2], ttl: nil)
            case 5: _ = try await store.listPopAll("list key \((number - 1) % 1_000)")
            case 6: try await store.increment("count \(number % 100)")
            case 7: try await store.expire(key, ttl: .seconds(5))
            case 8:
                try await store.transaction { tx in
                    try tx.set(key, to: number)
                    try tx.delete("\(key) too")
                }
            default: try await store.delete(key)
            }
        }
        try await store.deleteAll(prefix: "")
        _ = try await store.purgeExpired()
    }

    private static func send(_ store: any KeyValueStore, times: Int) async throws {
        let inbox = store.inbox("mail", of: Int.self)
        for number in 0..<times {
            try await inbox.send(number)
            if number % 2 == 0 {
                _ = try await inbox.receive()
            } else {
                for delivery in try await inbox.reserve(lease: .seconds(60)) {
                    try await delivery.acknowledge()
                }
            }
        }
    }
}
