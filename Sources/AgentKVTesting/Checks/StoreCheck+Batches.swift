import AgentKV

extension StoreCheck {
    static let batches: [StoreCheck] = [
        StoreCheck("mget answers in the order asked, a key asked twice twice") { store, _ in
            try await store.mset(["a": 1, "b": 2, "c": 3])
            try await expect(
                store.mget(["c", "-", "a", "c", "b"], as: Int.self),
                is: [3, nil, 1, 3, 2]
            )
            try await expect(store.mget(["b", "-"]), is: [2, nil])
            try await expect(store.mget([]), is: [])
        },
        StoreCheck("getMany answers by key and leaves out what is absent") { store, _ in
            try await store.mset(["a": 1, "b": 2])
            try await expect(
                store.getMany(["b", "-", "a", "b"], as: Int.self),
                is: ["a": 1, "b": 2]
            )
            try await expect(store.getMany([], as: Int.self), is: [:])
        },
        StoreCheck("getMany refuses keys that a dictionary cannot tell apart") { store, _ in
            try await store.set("\u{E9}", to: 1)
            try await store.set("e\u{301}", to: 2)
            try await expect(store, refuses: .ambiguousKeys, of: "e\u{301}") {
                try await store.getMany(["\u{E9}", "e\u{301}"], as: Int.self)
            }
            try await expect(store.mget(["\u{E9}", "e\u{301}"], as: Int.self), is: [1, 2])
            try await expect(store.getMany(["e\u{301}"], as: Int.self), is: ["e\u{301}": 2])
        },
        StoreCheck("mset sets a dictionary, pairs, and values of different types") { store, _ in
            try await store.mset(["a": 1, "b": 2])
            try await store.mset(["c": "x", "d": "y"] as KeyValuePairs)
            try await store.mset(["e": 1, "f": "x", "g": [1.5], "h": Sample()])
            try await store.mset(["i": 1, "j": true] as KeyValuePairs)
            try await expect(store.mget(["a", "b"], as: Int.self), is: [1, 2])
            try await expect(store.mget(["c", "d"], as: String.self), is: ["x", "y"])
            try await expect(store.mget(["e", "f", "g"]), is: [1, "x", [1.5]])
            try await expect(store.get("h", as: Sample.self), is: Sample())
            try await expect(store.mget(["i", "j"]), is: [1, true])
            try await store.mset([:] as [String: Int])
            try await expect(store.count(), is: 10)
        },
        StoreCheck("of a key given twice to mset the last value counts") { store, _ in
            try await store.mset(["a": 1, "b": 2, "a": 3] as KeyValuePairs)
            try await expect(store.mget(["a", "b"], as: Int.self), is: [3, 2])
        },
        StoreCheck("mset replaces values and deadlines") { store, time in
            try await store.mset(["a": 1, "b": 2], ttl: .seconds(5))
            time.pass(.seconds(4))
            try await store.mset(["a": 3])
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: nil)
            try await expect(store.entry("b", as: Int.self)?.remainingLifetime, is: .seconds(1))
            time.pass(toEndOf: .seconds(1))
            try await expect(store.mget(["a", "b"], as: Int.self), is: [3, nil])
        },
        StoreCheck("a batch with something to refuse in it sets nothing") { store, _ in
            try await store.mset(["a": 1, "b": 2], ttl: .seconds(5))
            try await expect(store, refuses: .invalidKey, of: "") {
                try await store.mset(["a": 9, "c": 9, "": 9] as KeyValuePairs)
            }
            try await expect(store, refuses: .invalidValue, of: "z") {
                try await store.mset(["a": 9.0, "c": 9, "z": .nan] as KeyValuePairs)
            }
            try await expect(store, refuses: .invalidValue, of: "z") {
                try await store.mset(["a": 9, "z": Double.nan])
            }
            try await expect(store, refuses: .invalidTTL, of: "a") {
                try await store.mset(["a": 9, "c": 9] as KeyValuePairs, ttl: .zero)
            }
        },
        StoreCheck("a batch is read and written at one moment") { store, _ in
            try await store.mset(["a": 0, "b": 0, "c": 0])
            try await race(4) { task in
                for round in 1...200 {
                    let (number, keys) = (task * 1_000 + round, ["a", "b", "c"])
                    if task < 2 {
                        try await store.mset(["a": number, "b": number, "c": number])
                    } else if task == 2 {
                        let found = try await store.mget(keys, as: Int.self)
                        try expect(Set(found).count, is: 1, "values seen in \(found)")
                    } else {
                        let found = try await store.getMany(keys, as: Int.self)
                        try expect(Set(found.values).count, is: 1, "values seen in \(found)")
                    }
                    await Task.yield()
                }
            }
        },
    ]
}
