import AgentKV

/// Calls that give the key "a" another lifetime, and how much of it there is afterwards.
private let lifetimeCalls:
    [(name: String, left: Duration?, call: @Sendable (any KeyValueStore) async throws -> Void)] = [
        ("persist", nil, { _ = try await $0.persist("a") }),
        ("expire", .seconds(30), { _ = try await $0.expire("a", ttl: .seconds(30)) }),
        ("expire as before", .seconds(4), { _ = try await $0.expire("a", ttl: .seconds(4)) }),
        (
            "persist in a transaction", nil,
            { store in
                try await store.transaction { tx in _ = try tx.persist("a") }
            }
        ),
    ]

extension StoreCheck {
    /// Lifetimes that are changed while a value is loaded again.
    static let loadsAndLifetimes: [StoreCheck] = [
        StoreCheck("a lifetime that is changed while a value is loaded again stays") { store, _ in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            for (name, left, call) in lifetimeCalls {
                try await store.set("a", to: 0, ttl: .seconds(4))
                let load = try await HeldLoad(in: store, options)
                try await call(store)
                try await expect(load.end(), is: 0, "after \(name), who asked")
                let entry = try await store.entry("a", as: Int.self)
                try expect(entry?.value, is: 1, "after \(name)")
                try expect(entry?.remainingLifetime, is: left, "after \(name), what is left")
            }
        },
        StoreCheck("a lifetime that ends while a value is loaded again begins anew") {
            store,
            time in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            try await store.set("a", to: 0, ttl: .seconds(4))
            let load = try await HeldLoad(in: store, options)
            time.pass(.seconds(5))
            try await load.end()
            let entry = try await store.entry("a", as: Int.self)
            try expect(entry?.value, is: 1)
            try expect(entry?.remainingLifetime, is: .seconds(15))
        },
        StoreCheck(
            "a lifetime that was changed, and has ended, while a value is loaded again stays ended"
        ) {
            store,
            time in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            try await store.set("a", to: 0, ttl: .seconds(4))
            let load = try await HeldLoad(in: store, options)
            try await store.expire("a", ttl: .seconds(1))
            time.pass(.seconds(2))
            try await load.end()
            try await expect(store.exists("a"), is: false)
        },
        StoreCheck("a condition that fails while a value is loaded again is no write") { store, _ in
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(5))
            try await store.set("a", to: 0, ttl: .seconds(4))
            let load = try await HeldLoad(in: store, options)
            try await expect(store.setIfAbsent("a", to: 5), is: false)
            try await expect(store.compareAndSet("a", to: 5, expecting: nil), is: nil)
            try await expect(store.listPopAll("a"), is: [])
            try await load.end()
            try await expect(store.get("a", as: Int.self), is: 1)
        },
    ]
}
