import AgentKV

extension StoreCheck {
    static let prefixes: [StoreCheck] = [
        StoreCheck(
            "deleteAll removes the keys that begin with the prefix, and counts them"
        ) { store, _ in
            let keys = ["run:4", "run:42", "run:42:", "run:42:a", "run:421", "run:421:a", "rum"]
            for key in keys { try await store.set(key, to: 1) }
            try await expect(store.deleteAll(prefix: "run:42:"), is: 2)
            try await expect(
                store.keys(),
                areKeys: ["rum", "run:4", "run:42", "run:421", "run:421:a"]
            )
            try await expect(store.deleteAll(prefix: "run:42"), is: 3)
            try await expect(store.deleteAll(prefix: "run:42"), is: 0)
            try await expect(store.keys(), areKeys: ["rum", "run:4"])
        },
        StoreCheck("deleteAll with an empty prefix removes every key") { store, _ in
            try await store.mset(["a": 1, "é": 2, "👩‍👩‍👧": 3])
            try await expect(store.deleteAll(prefix: ""), is: 3)
            try await expect(store.count(), is: 0)
        },
        StoreCheck("deleteAll removes more keys than a listing returns at once") { store, _ in
            let many = (0..<2_500).map { ("k\($0)", $0) }
            try await store.mset(Dictionary(uniqueKeysWithValues: many))
            try await store.set("other", to: 1)
            try await expect(store.count(prefix: "k"), is: 2_500)
            try await expect(store.deleteAll(prefix: "k"), is: 2_500)
            try await expect(store.keys(), areKeys: ["other"])
        },
        StoreCheck("a prefix is one of bytes, not of characters") { store, _ in
            // A key, and a prefix that ends within its first character.
            let keys = ["e\u{301}x": "e", "👩‍👧": "👩", "\r\n": "\r", "🇩🇪": "🇩"]
            for (key, prefix) in keys {
                try await store.mset([key: 1, "other": 2])
                try await expect(store.keys(prefix: prefix), areKeys: [key])
                try await expect(store.count(prefix: prefix), is: 1)
                try await expect(store.deleteAll(prefix: prefix), is: 1)
                try await expect(store.keys(), areKeys: ["other"])
            }
            try await store.set("\u{E9}", to: 1)
            try await expect(store.keys(prefix: "e"), areKeys: [])
            try await expect(store.count(prefix: "e\u{301}"), is: 0)
            try await expect(store.deleteAll(prefix: "e\u{301}"), is: 0)
        },
        StoreCheck("a prefix has no wildcards and is case-sensitive") { store, _ in
            try await store.mset(["a%b": 1, "a_b": 2, "a*b": 3, "A%b": 4, "axb": 5, "a[b": 6])
            try await expect(store.keys(prefix: "a%"), areKeys: ["a%b"])
            try await expect(store.count(prefix: "a_"), is: 1)
            try await expect(store.keys(prefix: "a*"), areKeys: ["a*b"])
            try await expect(store.deleteAll(prefix: "a["), is: 1)
            try await expect(store.count(prefix: "a"), is: 4)
        },
        StoreCheck("deleteAll removes all at one moment") { store, _ in
            try await race(4) { task in
                for _ in 1...100 {
                    switch task {
                    case 0: try await store.mset(["p:a": 1, "p:b": 2])
                    case 1: try await store.deleteAll(prefix: "p:")
                    default:
                        let found = try await store.mget(["p:a", "p:b"], as: Int.self)
                        try expect(found == [1, 2] || found == [nil, nil], "\(found) is whole")
                    }
                    await Task.yield()
                }
            }
        },
    ]
}
