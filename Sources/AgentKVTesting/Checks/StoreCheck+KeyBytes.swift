import AgentKV

extension StoreCheck {
    static let keyBytes: [StoreCheck] = [
        StoreCheck("keys that are composed differently are two keys") { store, _ in
            // Equal for Swift's `==`: e and an accent, hangul, two accents in either order.
            let pairs = [
                ("e\u{301}", "\u{E9}"), ("\u{1112}\u{1161}", "\u{D558}"),
                ("a\u{323}\u{307}", "a\u{307}\u{323}"),
            ]
            for (one, other) in pairs {
                try await store.set(one, to: 1)
                try await expect(store.exists(other), is: false)
                try await expect(store.setIfAbsent(other, to: 2), is: true)
                try await expect(store.increment(one, by: 10), is: 11)
                try await expect(store.mget([one, other, one], as: Int.self), is: [11, 2, 11])
                try await expect(store.delete(one), is: true)
                try await expect(store.get(other, as: Int.self), is: 2)
                try await store.mset([one: 5, other: 6] as KeyValuePairs)
                try await expect(store.mget([one, other], as: Int.self), is: [5, 6])
                try await expect(store.count(), is: 2)
                try await expect(
                    store.keys(),
                    areKeys: [one, other].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                )
                try await expect(store.deleteAll(prefix: other), is: 1)
                try await expect(store.listPopAll(one), is: [])
                try await expect(store.deleteAll(prefix: ""), is: 1)
            }
        },
        StoreCheck("a key differs by case, by spaces and by invisible characters") { store, _ in
            let keys = ["a", "A", " a", "a ", "a\u{200D}", "a\u{FE0F}", "a\n", "a\r\n"]
            for (number, key) in keys.enumerated() { try await store.set(key, to: number) }
            try await expect(store.count(), is: keys.count)
            try await expect(store.mget(keys, as: Int.self), is: Array(0..<keys.count))
        },
        StoreCheck("a key is the same however its text came about") { store, _ in
            let long = "a key that is longer than what fits into a few words: é👩‍👩‍👧"
            try await store.set(long, to: 1)
            let copies = [
                long.map(String.init).joined(),
                String("<\(long)>".dropFirst().dropLast()),
                String(decoding: Array(long.utf8), as: UTF8.self),
            ]
            for copy in copies {
                try await expect(store.get(copy, as: Int.self), is: 1)
            }
            try await expect(store.delete(copies[1]), is: true)
            try await expect(store.count(), is: 0)
        },
        StoreCheck("keys that share a long beginning stay apart") { store, _ in
            let stem = String(repeating: "x", count: min(200, store.limits.keyBytes - 2))
            for number in 0..<10 { try await store.set("\(stem)\(number)", to: number) }
            for number in 0..<10 {
                try await expect(store.get("\(stem)\(number)", as: Int.self), is: number)
            }
            try await expect(store.exists(stem), is: false)
            try await expect(store.count(prefix: stem), is: 10)
        },
    ]
}
