import AgentKV

extension StoreCheck {
    static let refusedLifetimes: [StoreCheck] =
        lifetimeCalls.map { name, call in
            StoreCheck("\(name) refuses a lifetime of zero or less") { store, _ in
                for key in ["present", "list", "absent"] {
                    try await store.set("present", to: 1, ttl: .seconds(5))
                    try await store.set("list", to: [["id": 1]])
                    for ttl in [
                        .zero, .nanoseconds(-1), Duration(attoseconds: -1), .seconds(Int64.min),
                    ] {
                        try await expect(store, refuses: .invalidTTL, of: key) {
                            try await call(store, key, ttl)
                        }
                    }
                }
            }
        }

    private typealias LifetimeCall =
        @Sendable (any KeyValueStore, String, Duration) async throws ->
        Void

    private static let lifetimeCalls: [(String, LifetimeCall)] = [
        ("set", { try await $0.set($1, to: 2, ttl: $2) }),
        ("set of JSON", { try await $0.set($1, to: ["a": 2], ttl: $2) }),
        ("setIfAbsent", { _ = try await $0.setIfAbsent($1, to: 2, ttl: $2) }),
        (
            "compareAndSet",
            { store, key, ttl in
                let revision = try await store.entry(key, as: JSONValue.self)?.revision
                try await store.compareAndSet(key, to: 2, expecting: revision, ttl: ttl)
            }
        ),
        ("mset of a dictionary", { try await $0.mset([$1: 2], ttl: $2) }),
        ("mset of pairs", { try await $0.mset([$1: 2, "other": "x"] as KeyValuePairs, ttl: $2) }),
        ("expire", { _ = try await $0.expire($1, ttl: $2) }),
        ("increment", { _ = try await $0.increment($1, ttlIfNew: $2) }),
        ("listAppend", { _ = try await $0.listAppend($1, items: [1], ttl: $2) }),
        ("listAppend of nothing", { _ = try await $0.listAppend($1, items: [], ttl: $2) }),
        (
            "listAppendUnique",
            { _ = try await $0.listAppendUnique($1, items: [["id": 2]], ttl: $2) }
        ),
        inTransaction("set") { try $0.set($1, to: 2, ttl: $2) },
        inTransaction("setIfAbsent") { try $0.setIfAbsent($1, to: 2, ttl: $2) },
        inTransaction("compareAndSet") {
            let revision = try $0.entry($1, as: JSONValue.self)?.revision
            try $0.compareAndSet($1, to: 2, expecting: revision, ttl: $2)
        },
        inTransaction("expire") { try $0.expire($1, ttl: $2) },
        inTransaction("increment") { try $0.increment($1, ttlIfNew: $2) },
        inTransaction("listAppend") { try $0.listAppend($1, items: [1], ttl: $2) },
        inTransaction("listAppendUnique") {
            try $0.listAppendUnique($1, items: [["id": 2]], ttl: $2)
        },
    ]

    private static func inTransaction(
        _ name: String,
        _ body: @escaping @Sendable (inout StoreTransaction, String, Duration) throws -> Void
    ) -> (String, LifetimeCall) {
        (
            "\(name) in a transaction",
            { store, key, ttl in try await store.transaction { tx in try body(&tx, key, ttl) } }
        )
    }
}
