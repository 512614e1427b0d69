import AgentKV

extension StoreCheck {
    static let increments: [StoreCheck] = [
        StoreCheck("increment counts from 0 and returns the sum") { store, _ in
            try await expect(store.increment("a"), is: 1)
            try await expect(store.increment("a", by: 41), is: 42)
            try await expect(store.increment("a", by: -50), is: -8)
            try await expect(store.increment("a", by: 0), is: -8)
            try await expect(store.get("a", as: Int.self), is: -8)
            try await expect(store.get("a"), is: -8)
        },
        StoreCheck("a lifetime for new counters is that of a new one only") { store, time in
            try await store.increment("a", ttlIfNew: .seconds(5))
            time.pass(.seconds(2))
            try await store.increment("a", ttlIfNew: .seconds(5))
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: .seconds(3))
            try await store.set("endless", to: 1)
            try await store.increment("endless", by: 1, ttlIfNew: .seconds(5))
            try await expect(store.entry("endless", as: Int.self)?.remainingLifetime, is: nil)
            time.pass(.seconds(3))
            try await expect(store.increment("a", ttlIfNew: .seconds(5)), is: 1)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: .seconds(5))
        },
        StoreCheck("increment keeps the deadline of what is there") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            time.pass(.seconds(4))
            try await expect(store.increment("a"), is: 2)
            time.pass(toEndOf: .seconds(1))
            try await expect(store.exists("a"), is: false)
        },
        StoreCheck("increment counts on from any stored integer") { store, _ in
            try await store.set("json", to: .integer(5))
            try await store.set("int8", to: Int8.max)
            try await store.set("optional", to: Int?.some(7))
            try await expect(store.increment("json"), is: 6)
            try await expect(store.increment("int8"), is: 128)
            try await expect(store.increment("optional"), is: 8)
        },
        StoreCheck("a sum outside Int is refused, and the last one inside is not") { store, _ in
            try await store.set("a", to: Int.max - 1, ttl: .seconds(5))
            try await expect(store.increment("a"), is: .max)
            try await expect(store, refuses: .overflow, of: "a") { try await store.increment("a") }
            try await expect(store, refuses: .overflow, of: "a") {
                try await store.increment("a", by: .max, ttlIfNew: .seconds(9))
            }
            try await store.set("b", to: Int.min)
            try await expect(store, refuses: .overflow, of: "b") {
                try await store.increment("b", by: -1)
            }
            try await expect(store.increment("b", by: .max), is: -1)
        },
        StoreCheck("what is no integer is not incremented") { store, _ in
            for value in ["1", 1.5, nil, true, [1], ["n": 1], 1e300] as [JSONValue] {
                try await store.set("a", to: value, ttl: .seconds(5))
                try await expect(store, refuses: .typeMismatch, of: "a") {
                    try await store.increment("a")
                }
            }
            try await store.set("a", to: "text")
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.increment("a")
            }
            try await store.set("a", to: 0.5)
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.increment("a", by: 0)
            }
        },
        StoreCheck("increments that race all count") { store, _ in
            let sums = try await race(8) { task in
                var sums: [Int] = []
                for _ in 0..<50 {
                    sums.append(try await store.increment("a"))
                    if task.isMultiple(of: 2) { await Task.yield() }
                }
                return sums
            }
            try expect(sums.flatMap { $0 }.sorted(), is: Array(1...400), "the sums returned")
        },
    ]
}
