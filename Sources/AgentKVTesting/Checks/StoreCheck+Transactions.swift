import AgentKV

extension StoreCheck {
    static let transactions: [StoreCheck] = [
        StoreCheck(
            "a transaction returns what its body returns, and all of it takes effect"
        ) { store, _ in
            let sum = try await store.transaction { tx in
                try tx.set("a", to: 1, ttl: .seconds(5))
                try tx.set("b", to: ["x": 2])
                try tx.listAppend("l", items: [1, 2])
                return try tx.increment("n", by: 3)
            }
            try expect(sum, is: 3)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: .seconds(5))
            try await expect(store.mget(["a", "b", "l", "n"]), is: [1, ["x": 2], [1, 2], 3])
        },
        StoreCheck("a transaction reads what it has written") { store, _ in
            try await store.mset(["old": 1, "older": 2])
            try await store.transaction { tx in
                try tx.set("new", to: 1, ttl: .seconds(5))
                try expect(tx.get("new", as: Int.self), is: 1)
                try expect(tx.entry("new", as: Int.self)?.remainingLifetime, is: .seconds(5))
                try expect(tx.exists("new"), is: true)
                try expect(tx.keys(), areKeys: ["new", "old", "older"])
                try expect(tx.delete("old"), is: true)
                try expect(tx.exists("old"), is: false)
                try expect(tx.get("old", default: 7), is: 7)
                try expect(tx.setIfAbsent("old", to: 3), is: true)
                try expect(tx.increment("old"), is: 4)
                try expect(tx.deleteAll(prefix: "ol"), is: 2)
                try expect(tx.keys(prefix: "n", after: "m", limit: 5), areKeys: ["new"])
                try expect(tx.count(), is: 1)
                try expect(tx.listAppend("l", items: [1]), is: 1)
                try expect(tx.listAppendUnique("l", items: [["id": 1]]), is: [1, ["id": 1]])
                try expect(tx.listPopAll("l"), is: [1, ["id": 1]])
                try expect(tx.exists("l"), is: false)
                try tx.update("new", as: Int.self) { $0 = nil }
                try expect(tx.count(prefix: "n"), is: 0)
            }
            try await expect(store.count(), is: 0)
        },
        StoreCheck("the last of several writes of one key counts") { store, _ in
            try await store.set("a", to: 0, ttl: .seconds(5))
            try await store.transaction { tx in
                try tx.set("a", to: 1)
                try tx.delete("a")
                try tx.set("a", to: "x", ttl: .seconds(9))
                try tx.persist("a")
                try tx.listAppend("b", items: [1])
                try tx.set("b", to: 5)
            }
            try await expect(store.mget(["a", "b"]), is: ["x", 5])
            try await expect(store.entry("a", as: String.self)?.remainingLifetime, is: nil)
        },
        StoreCheck("time stands still in a transaction") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.transaction { tx in
                let before = try tx.entry("a", as: Int.self)
                time.pass(.seconds(60))
                try expect(tx.entry("a", as: Int.self), is: before)
                try expect(tx.keys(), areKeys: ["a"])
                try tx.set("b", to: 2, ttl: .seconds(5))
                try expect(tx.entry("b", as: Int.self)?.remainingLifetime, is: .seconds(5))
            }
            try await expect(store.count(), is: 0)
        },
        StoreCheck("a transaction may go on after a call in it was refused") { store, _ in
            try await store.set("text", to: "x", ttl: .seconds(5))
            try await store.set("list", to: [1, "x"])
            try await store.transaction { tx in
                try tx.set("before", to: 1)
                _ = try? tx.set("", to: 1)
                _ = try? tx.set("text", to: .number(.nan))
                _ = try? tx.set("text", to: 1, ttl: .zero)
                _ = try? tx.increment("text")
                _ = try? tx.listAppend("text", items: [1])
                _ = try? tx.listAppendUnique("list", items: [["id": 1], 5])
                _ = try? tx.listPopAll("list", as: Int.self)
                _ = try? tx.update("text", as: String.self) { value in
                    value = nil
                    throw CancellationError()
                }
                try tx.set("behind", to: 1)
            }
            try await expect(store.keys(), areKeys: ["before", "behind", "list", "text"])
            try await expect(store.mget(["text", "list"]), is: ["x", [1, "x"]])
            try await expect(
                store.entry("text", as: String.self)?.remainingLifetime,
                is: .seconds(5)
            )
        },
    ]
}
