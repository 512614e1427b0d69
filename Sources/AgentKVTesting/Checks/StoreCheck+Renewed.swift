import AgentKV

extension StoreCheck {
    /// One check for each call that may create a key: it begins where an expired entry was.
    static let renewed: [StoreCheck] = [
        renewing("setIfAbsent", [1]) { try await $0.setIfAbsent("a", to: [1]) },
        renewing("compareAndSet that expects nothing", 1) { store in
            let revision = try await store.compareAndSet("a", to: 1, expecting: nil)
            try expect(revision != nil, "it sets the key")
        },
        renewing("increment, from 0", 5) { try await expect($0.increment("a", by: 5), is: 5) },
        renewing("update, from nil", ["new"]) { store in
            try await store.update("a", as: JSONValue.self) { $0 = $0 == nil ? ["new"] : ["old"] }
        },
        renewing("listAppend", [7]) { store in
            try await expect(store.listAppend("a", items: [7]), is: 1)
        },
        renewing("listAppendUnique, whatever ids were there", [["id": 1]]) { store in
            let items = try await store.listAppendUnique("a", items: [["id": 1]])
            try expect(items, is: [["id": 1]])
        },
        renewing("mset", "x") { try await $0.mset(["a": "x", "b": "y"]) },
    ]

    private static func renewing<R>(
        _ call: String,
        _ value: JSONValue,
        _ body: @escaping @Sendable (any KeyValueStore) async throws -> R
    ) -> StoreCheck {
        StoreCheck("where an entry has expired, a new one begins with \(call)") { store, time in
            try await expireList(in: store, time)
            _ = try await body(store)
            let entry = try await store.entry("a", as: JSONValue.self)
            try expect(entry?.value, is: value)
            try expect(entry?.remainingLifetime, is: nil, "the lifetime of the new entry")
            time.pass(.seconds(100))
            try await store.purgeExpired()
            try await expect(store.get("a"), is: value)
        }
    }
}
