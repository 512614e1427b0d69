import AgentKV

extension StoreCheck {
    static let listings: [StoreCheck] = [
        StoreCheck("keys come in the order of their bytes") { store, _ in
            let sorted = [
                "\u{1}", " ", "A", "Z", "a", "a\u{1}", "a b", "aa", "e\u{301}", "f", "z", "\u{E9}",
                "\u{3C9}", "\u{FB01}", "\u{FF5E}", "\u{1D11E}", "\u{1F469}",
            ]
            for key in sorted.shuffled() { try await store.set(key, to: 1) }
            try await expect(store.keys(), areKeys: sorted)
            for key in sorted.shuffled().prefix(5) { try await store.delete(key) }
            let left = try await store.keys()
            try expect(
                left,
                areKeys: sorted.filter { key in left.contains { $0.isSameKey(as: key) } }
            )
            try expect(left.count, is: sorted.count - 5)
        },
        StoreCheck("pages that continue after their last key show every key once") { store, _ in
            let keys = (0..<25).map { "k\($0 / 10)\($0 % 10)" }
            for key in keys.shuffled() { try await store.set(key, to: 1) }
            try await store.mset(["a": 1, "z": 1, "k": 1])
            for size in [1, 2, 7, 25, 26, 100] {
                var (found, last): ([String], String?) = ([], nil)
                while true {
                    let page = try await store.keys(prefix: "k", after: last, limit: size)
                    try expect(page.count <= size, "a page of \(page.count) has at most \(size)")
                    if page.isEmpty { break }
                    found += page
                    try expect(found.count <= 26, "\(found) has 26 keys")
                    last = page.last
                }
                try expect(found, areKeys: ["k"] + keys)
            }
        },
        StoreCheck("a listing continues after any text, be it a key or not") { store, _ in
            try await store.mset(["b": 1, "bc": 2, "bd": 3, "d": 4])
            try await expect(store.keys(after: "bc"), areKeys: ["bd", "d"])
            try await expect(store.keys(after: "bca"), areKeys: ["bd", "d"])
            try await expect(store.keys(prefix: "b", after: "a"), areKeys: ["b", "bc", "bd"])
            try await expect(store.keys(prefix: "b", after: "b"), areKeys: ["bc", "bd"])
            try await expect(store.keys(prefix: "b", after: "c"), areKeys: [])
            try await expect(store.keys(prefix: "b", after: "bd", limit: 1), areKeys: [])
            try await expect(store.keys(after: ""), areKeys: ["b", "bc", "bd", "d"])
            try await store.delete("bc")
            try await expect(store.keys(prefix: "", after: "bc", limit: 1), areKeys: ["bd"])
        },
        StoreCheck(
            "a listing returns no more than its limit, and 1,000 keys by default"
        ) { store, _ in
            let many = (1_000..<2_005).map { ("\($0)", $0) }
            try await store.mset(Dictionary(uniqueKeysWithValues: many))
            try await expect(store.keys(), areKeys: many.prefix(1_000).map(\.0))
            try await expect(store.keys(after: "1999").count, is: 5)
            try await expect(store.keys(limit: 3), areKeys: ["1000", "1001", "1002"])
            try await expect(store.keys(limit: 0), areKeys: [])
            try await expect(store.keys(limit: .max).count, is: 1_005)
            try await expect(store.transaction { try $0.keys().count }, is: 1_000)
            try await expect(store.transaction { try $0.keys(limit: 0).count }, is: 0)
        },
        StoreCheck("a limit counts live keys only") { store, time in
            for number in 0..<30 {
                let ttl: Duration? = number.isMultiple(of: 3) ? nil : .seconds(5)
                try await store.set("k\(number / 10)\(number % 10)", to: 1, ttl: ttl)
            }
            time.pass(toEndOf: .seconds(5))
            try await expect(store.keys(limit: 4), areKeys: ["k00", "k03", "k06", "k09"])
            try await expect(
                store.keys(prefix: "", after: "k10", limit: 2),
                areKeys: ["k12", "k15"]
            )
            try await expect(store.count(prefix: "k0"), is: 4)
        },
        StoreCheck("count is that of the live keys with the prefix") { store, _ in
            try await store.mset(["a": 1, "ab": 2, "abc": 3, "b": 4])
            try await expect(store.count(), is: 4)
            try await expect(store.count(prefix: "ab"), is: 2)
            try await expect(store.count(prefix: "c"), is: 0)
            try await store.delete("ab")
            try await store.set("a", to: 5)
            try await expect(store.count(prefix: ""), is: 3)
            try await expect(store.count(prefix: "ab"), is: 1)
        },
        StoreCheck("a listing while others write shows every key that stays") { store, _ in
            let stable = (0..<20).map { "stable \($0 / 10)\($0 % 10)" }
            for key in stable { try await store.set(key, to: 1) }
            try await race(4) { task in
                for round in 0..<40 {
                    if task < 2 {
                        try await store.set("stable 0\(round % 10) \(task)", to: round)
                        try await store.delete("stable 0\((round + 5) % 10) \(task)")
                    } else {
                        let found = Set(try await store.keys(prefix: "stable"))
                        try expect(found.isSuperset(of: stable), "\(found) has all stable keys")
                    }
                    await Task.yield()
                }
            }
        },
    ]
}

extension String {
    /// Whether both are the same key: the same bytes.
    func isSameKey(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
