import AgentKV

/// The calls that ask for nothing to be at the key "a".
private let deletionCalls:
    [(name: String, call: @Sendable (any KeyValueStore) async throws -> Void)] =
        [
            ("delete", { _ = try await $0.delete("a") }),
            ("deleteAll of the key", { _ = try await $0.deleteAll(prefix: "a") }),
            ("deleteAll", { _ = try await $0.deleteAll(prefix: "") }),
            ("update to nil", { try await $0.update("a", as: Int.self) { $0 = nil } }),
            ("listPopAll", { _ = try await $0.listPopAll("a") }),
            ("listPopAll of a type", { _ = try await $0.listPopAll("a", as: Int.self) }),
            (
                "delete in a transaction",
                { try await $0.transaction { tx in _ = try tx.delete("a") } }
            ),
            (
                "deleteAll in a transaction",
                { store in
                    try await store.transaction { tx in _ = try tx.deleteAll(prefix: "") }
                }
            ),
            (
                "update to nil in a transaction",
                { store in
                    try await store.transaction { tx in
                        try tx.update("a", as: Int.self) { $0 = nil }
                    }
                }
            ),
            (
                "listPopAll in a transaction",
                { store in
                    try await store.transaction { tx in _ = try tx.listPopAll("a") }
                }
            ),
            (
                "set and delete",
                { store in
                    try await store.set("a", to: 5)
                    try await store.delete("a")
                }
            ),
            (
                "set and delete in a transaction",
                { store in
                    try await store.transaction { tx in
                        try tx.set("a", to: 5)
                        try tx.delete("a")
                    }
                }
            ),
            (
                "set and pop",
                { store in
                    try await store.set("a", to: [5])
                    _ = try await store.listPopAll("a")
                }
            ),
        ]

/// The calls that ask for nothing at the key "a", though it may look so.
private let otherCalls: [(name: String, call: @Sendable (any KeyValueStore) async throws -> Void)] =
    [
        ("delete of another key", { _ = try await $0.delete("aa") }),
        ("deleteAll of another prefix", { _ = try await $0.deleteAll(prefix: "aa") }),
        (
            "an append of nothing",
            { try await $0.listAppend("a", items: [] as [JSONValue], ttl: .seconds(60)) }
        ),
        (
            "a transaction that throws",
            { store in
                struct Failure: Error {}
                try? await store.transaction { tx in
                    try tx.delete("a")
                    try tx.deleteAll(prefix: "")
                    throw Failure()
                }
            }
        ),
        (
            "an update that throws",
            { store in
                struct Failure: Error {}
                try? await store.update("a", as: Int.self) { value in
                    value = nil
                    throw Failure()
                }
            }
        ),
        (
            "compareAndSet",
            { store in
                let revision = Revision(rawValue: .max)
                let written = try await store.compareAndSet("a", to: 5, expecting: revision)
                try expect(written, is: nil)
            }
        ),
        (
            "expire and persist",
            { store in
                _ = try await store.expire("a", ttl: .seconds(5))
                _ = try await store.persist("a")
            }
        ),
        (
            "reads",
            { store in
                _ = try await store.get("a")
                _ = try await store.listAppend("a", items: [])
                try await store.purgeExpired()
            }
        ),
    ]

extension StoreCheck {
    /// What is deleted while it is loaded; somebody else does it here.
    static let loadsAndDeletions: [StoreCheck] = [
        StoreCheck("a deletion while a key is loaded counts, also if it finds nothing") {
            store,
            _ in
            for (name, delete) in deletionCalls {
                let load = try await HeldLoad(in: store)
                try await delete(store)
                try await expect(load.end(), is: 1, "after \(name), who asked before")
                try await expect(store.exists("a"), is: false, "after \(name), the key is there")
            }
        },
        StoreCheck("who asks after a deletion does not get what began to load before it") {
            store,
            _ in
            for (name, delete) in deletionCalls {
                let load = try await HeldLoad(in: store)
                try await delete(store)
                let next = try await load.end(forNextReturning: 2)
                try expect(next, is: 2, "after \(name)")
                try await expect(store.get("a", as: Int.self), is: 2, "after \(name), the key")
                try await store.delete("a")
            }
        },
        StoreCheck(
            "who asks after a set that has expired does not get what began to load before it"
        ) {
            store,
            time in
            let load = try await HeldLoad(in: store)
            try await store.set("a", to: 5, ttl: .seconds(1))
            time.pass(.seconds(2))
            try await expect(load.end(forNextReturning: 2), is: 2)
            try await expect(store.get("a", as: Int.self), is: 2)
        },
        StoreCheck("what asks for nothing at a key keeps nobody from loading it") { store, _ in
            for (name, call) in otherCalls {
                let load = try await HeldLoad(in: store)
                try await call(store)
                let next = try await load.end(forNextReturning: 2)
                try expect(next, is: 1, "after \(name)")
                try await expect(store.get("a", as: Int.self), is: 1, "after \(name), the key")
                try await store.delete("a")
            }
        },
        StoreCheck("a deletion while a value is loaded again counts, also once it has expired") {
            store,
            time in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            for isExpired in [false, true] {
                for (name, delete) in deletionCalls {
                    try await store.set("a", to: 0, ttl: .seconds(4))
                    let load = try await HeldLoad(in: store, options)
                    if isExpired { time.pass(.seconds(5)) }
                    try await delete(store)
                    // What is no list is not popped.
                    if try await store.exists("a") { try await store.delete("a") }
                    let next = try await load.end(forNextReturning: 2)
                    try expect(next, is: 2, "after \(name), expired: \(isExpired)")
                    try await expect(store.get("a", as: Int.self), is: 2, "after \(name)")
                }
            }
        },
    ]
}
