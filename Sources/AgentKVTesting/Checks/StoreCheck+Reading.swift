import AgentKV

extension StoreCheck {
    static let reading: [StoreCheck] = [
        StoreCheck("a key that was never set is absent for every read") { store, _ in
            try await expect(store.get("a"), is: nil)
            try await expect(store.get("a", as: Int.self), is: nil)
            try await expect(store.get("a", default: 7), is: 7)
            try await expect(store.entry("a", as: Int.self), is: nil)
            try await expect(store.exists("a"), is: false)
            try await expect(store.mget(["a"]), is: [nil])
            try await expect(store.mget(["a"], as: Int.self), is: [nil])
            try await expect(store.getMany(["a"], as: Int.self), is: [:])
            try await expect(store.keys(), areKeys: [])
            try await expect(store.count(), is: 0)
        },
        StoreCheck(
            "where nothing is, there is nothing to delete, expire, persist or pop"
        ) { store, _ in
            try await expectNoChange(in: store) {
                try await expect(store.delete("a"), is: false)
                try await expect(store.deleteAll(prefix: "a"), is: 0)
                try await expect(store.deleteAll(prefix: ""), is: 0)
                try await expect(store.expire("a", ttl: .seconds(1)), is: false)
                try await expect(store.persist("a"), is: false)
                try await expect(store.listPopAll("a"), is: [])
                try await expect(store.listPopAll("a", as: Int.self), is: [])
                try await expect(store.purgeExpired(), is: 0)
            }
        },
        StoreCheck("a stored null is present") { store, _ in
            try await store.set("a", to: nil)
            try await expect(store.get("a"), is: .some(.null))
            try await expect(store.get("a", default: JSONValue.bool(true)), is: .null)
            try await expect(store.exists("a"), is: true)
            try await expect(store.count(), is: 1)
            try await expect(store.keys(), areKeys: ["a"])
            try await expect(store.mget(["a"]), is: [.some(.null)])
            try await expect(store.getMany(["a"], as: JSONValue.self), is: ["a": .null])
            try await expect(store.setIfAbsent("a", to: 1), is: false)
            try await expect(store.delete("a"), is: true)
        },
        StoreCheck("an optional nil is stored as null") { store, _ in
            try await store.set("a", to: Int?.none)
            try await expect(store.get("a"), is: .some(.null))
            try await expect(store.get("a", as: Int?.self), is: .some(nil))
            try await store.set("a", to: Int?.some(5))
            try await expect(store.get("a", as: Int?.self), is: .some(5))
            try await expect(store.get("a", as: Int.self), is: 5)
        },
        StoreCheck("the default is returned only for an absent key") { store, _ in
            try await store.set("a", to: 0)
            try await expect(store.get("a", default: 7), is: 0)
            try await expect(store.get("b", default: 7), is: 7)
            try await expect(store.exists("b"), is: false)
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.get("a", default: "text")
            }
        },
        StoreCheck(
            "an entry is its value, the revision of its write, its remaining lifetime"
        ) { store, time in
            try await store.set("a", to: "x", ttl: .seconds(10))
            let first = try await store.entry("a", as: String.self)
            try expect(first?.value, is: "x")
            try expect(first?.remainingLifetime, is: .seconds(10))
            time.pass(.seconds(4))
            let later = try await store.entry("a", as: String.self)
            try expect(later?.revision, is: first?.revision)
            try expect(later?.remainingLifetime, is: .seconds(6))
            try await store.set("a", to: "y")
            let second = try await store.entry("a", as: String.self)
            try expect(second?.value, is: "y")
            try expect(second?.remainingLifetime, is: nil)
            try expect(second?.revision != first?.revision, "a write has a revision of its own")
        },
        StoreCheck("reading changes nothing") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(10))
            try await store.set("l", to: [1, 2])
            try await expectNoChange(in: store) {
                _ = try await store.get("a", as: Double.self)
                _ = try await store.mget(["a", "l", "-"])
                _ = try await store.getMany(["a"], as: Int.self)
                _ = try await store.exists("a")
                _ = try await store.keys()
                _ = try await store.count(prefix: "a")
                _ = try await store.get("l", as: [Int].self)
            }
        },
    ]
}
