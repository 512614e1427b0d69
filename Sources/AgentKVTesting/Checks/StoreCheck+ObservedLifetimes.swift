import AgentKV

extension StoreCheck {
    /// One check for each way of moving the end of a lifetime closer: an observer is told of it.
    static let observedLifetimes: [StoreCheck] = [
        moving("expire") { store, ttl in try await store.expire("a", ttl: ttl) },
        moving("expire where it had an end already", from: .seconds(60)) { store, ttl in
            try await store.expire("a", ttl: ttl)
        },
        moving("expire after persist", from: .seconds(60)) { store, ttl in
            try await store.persist("a")
            return try await store.expire("a", ttl: ttl)
        },
        moving("a transaction", from: .seconds(60)) { store, ttl in
            try await store.transaction { tx in
                try tx.expire("a", ttl: ttl * 2) && tx.expire("a", ttl: ttl)
            }
        },
        moving("listAppendUnique of nothing new", from: .seconds(60)) { store, ttl in
            try await store.listAppendUnique("a", items: [["id": 1]], ttl: ttl).count == 1
        },
        moving("the end of a scope", key: "s:a") { store, ttl in
            try await store.withScope("s", onEnd: .expire(after: ttl)) { try await $0.exists("a") }
        },
        StoreCheck("an observer in a scope is told of an end that is moved outside of it") {
            store,
            time in
            try await store.set("s:a", to: 1)
            let values = store.scoped(to: "s").observe("a", as: Int.self)
            try await expect(next(values, of: store), is: 1)
            let awaited = Awaited(values, of: store)
            try await expect(store.expire("s:a", ttl: .seconds(5)), is: true)
            time.pass(toEndOf: .seconds(5))
            let value = try await awaited.result()
            try expect(value, is: nil)
        },
        StoreCheck("an observer is told of the end that comes with a write") { store, time in
            try await store.set("a", to: [1])
            let values = store.observe("a", as: [Int].self)
            try await expect(next(values, of: store), is: [1])
            try await store.set("a", to: [2], ttl: .seconds(60))
            try await expect(next(values, of: store), is: [2])
            _ = try await store.listAppend("a", items: [3], ttl: .seconds(5))
            try await expect(next(values, of: store), is: [2, 3])
            let awaited = Awaited(values, of: store)
            time.pass(toEndOf: .seconds(5))
            let value = try await awaited.result()
            try expect(value, is: nil)
        },
        StoreCheck("an observer is told nothing at an end that was moved away") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let values = store.observe("a", as: Int.self)
            try await expect(next(values, of: store), is: 1)
            let awaited = Awaited(values, of: store)
            try await store.expire("a", ttl: .seconds(9))
            time.pass(toEndOf: .seconds(5))
            try await store.persist("a")
            time.pass(toEndOf: .seconds(9))
            try await store.set("a", to: 2)
            let value = try await awaited.result()
            try expect(value, is: 2)
        },
    ]

    /// `move` gives a key that lifetime, and returns whether it is there.
    private static func moving(
        _ call: String,
        key: String = "a",
        from former: Duration? = nil,
        by move: @escaping @Sendable (any KeyValueStore, Duration) async throws -> Bool
    ) -> StoreCheck {
        StoreCheck("an observer is told of an end that is moved closer by \(call)") { store, time in
            try await store.set(key, to: [["id": 1]] as JSONValue, ttl: former)
            let values = store.observe(key, as: JSONValue.self)
            try await expect(next(values, of: store), is: [["id": 1]])
            let awaited = Awaited(values, of: store)
            try await expect(move(store, .seconds(5)), is: true)
            time.pass(toEndOf: .seconds(5))
            let value = try await awaited.result()
            try expect(value, is: nil, "at the end that was moved")
        }
    }
}
