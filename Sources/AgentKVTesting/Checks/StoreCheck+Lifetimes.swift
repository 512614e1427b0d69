import AgentKV

extension StoreCheck {
    static let lifetimes: [StoreCheck] = [
        StoreCheck("an entry is live before its deadline, and absent from it on") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(store.get("a", as: Int.self), is: 1)
            try await expect(store.exists("a"), is: true)
            try await expect(store.keys(), areKeys: ["a"])
            try await expect(store.count(), is: 1)
            time.passLastMoment()
            try await expect(store.get("a", as: Int.self), is: nil)
            try await expect(store.exists("a"), is: false)
            try await expect(store.keys(), areKeys: [])
            try await expect(store.count(), is: 0)
        },
        StoreCheck("each entry ends at its own deadline") { store, time in
            for number in (1...50).shuffled() {
                try await store.set("\(number)", to: number, ttl: .seconds(number))
            }
            for number in 1...50 {
                time.pass(toEndOf: .seconds(1))
                try await expect(store.exists("\(number)"), is: false)
                try await expect(store.count(), is: 50 - number)
            }
        },
        StoreCheck("expire begins a new lifetime now, be it longer or shorter") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.set("b", to: 2, ttl: .seconds(500))
            try await store.set("c", to: 3)
            time.pass(.seconds(4))
            for key in ["a", "b", "c"] {
                try await expect(store.expire(key, ttl: .seconds(10)), is: true)
                let entry = try await store.entry(key, as: Int.self)
                try expect(entry?.remainingLifetime, is: .seconds(10))
            }
            time.pass(toLastMomentOf: .seconds(10))
            try await expect(store.mget(["a", "b", "c"], as: Int.self), is: [1, 2, 3])
            time.passLastMoment()
            try await expect(store.mget(["a", "b", "c"], as: Int.self), is: [nil, nil, nil])
        },
        StoreCheck("persist removes the deadline") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.set("b", to: 2)
            try await expect(store.persist("a"), is: true)
            try await expect(store.persist("b"), is: true)
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: nil)
            time.pass(.seconds(50))
            try await store.purgeExpired()
            try await expect(store.mget(["a", "b"], as: Int.self), is: [1, 2])
        },
        StoreCheck("a change of lifetime keeps value and revision") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let before = try await store.entry("a", as: Int.self)
            try await store.expire("a", ttl: .seconds(50))
            try await store.persist("a")
            let after = try await store.entry("a", as: Int.self)
            try expect(after?.value, is: 1)
            try expect(after?.revision, is: before?.revision)
        },
        StoreCheck("a lifetime below the store's resolution is rounded up to it") { store, time in
            try await store.set("a", to: 1, ttl: Duration(attoseconds: 1))
            try await store.set("b", to: 2)
            try await store.expire("b", ttl: .nanoseconds(1))
            try await expect(store.mget(["a", "b"], as: Int.self), is: [1, 2])
            time.pass(time.subject.resolution)
            try await expect(store.mget(["a", "b"], as: Int.self), is: [nil, nil])
        },
    ]

    static let longLifetimes: [StoreCheck] = [
        StoreCheck("a lifetime of years ends when it should") { store, time in
            let tenYears = Duration.seconds(10 * 365 * 86_400)
            try await store.set("a", to: 1, ttl: tenYears)
            try await store.set("b", to: 2, ttl: tenYears + .seconds(1))
            time.pass(toLastMomentOf: tenYears)
            try await expect(store.mget(["a", "b"], as: Int.self), is: [1, 2])
            time.passLastMoment()
            try await expect(store.mget(["a", "b"], as: Int.self), is: [nil, 2])
            try await expect(store.keys(), areKeys: ["b"])
        },
        StoreCheck("a lifetime too long to represent is none") { store, time in
            let tooLong = [.seconds(Int64.max), Duration(attoseconds: .max)]
            for (number, ttl) in tooLong.enumerated() {
                try await store.set("set\(number)", to: 1, ttl: ttl)
                try await store.set("expire\(number)", to: 1, ttl: .seconds(1))
                try await expect(store.expire("expire\(number)", ttl: ttl), is: true)
                try await store.mset(["mset\(number)": 1], ttl: ttl)
                try await store.increment("increment\(number)", ttlIfNew: ttl)
                try await store.listAppend("list\(number)", items: [1], ttl: .seconds(1))
                try await store.listAppend("list\(number)", items: [2], ttl: ttl)
                try await store.setIfAbsent("absent\(number)", to: 1, ttl: ttl)
            }
            for round in 1...2 {
                for key in try await store.keys() {
                    let entry = try await store.entry(key, as: JSONValue.self)
                    try expect(entry?.remainingLifetime, is: nil, "the lifetime of \(key)")
                }
                try await expect(store.count(), is: 12, "entries in round \(round)")
                time.pass(.seconds(100 * 365 * 86_400))
                try await store.purgeExpired()
            }
        },
    ]
}
