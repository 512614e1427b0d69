import AgentKV

extension StoreCheck {
    /// One check for each call: an entry that has expired is absent for it.
    static let expired: [StoreCheck] = [
        afterExpiry("get") { store in
            try await expect(store.get("a"), is: nil)
            try await expect(store.get("a", default: [7]), is: [7])
            try await expect(store.entry("a", as: [Int].self), is: nil)
        },
        afterExpiry("a read as a type that would not fit") { store in
            try await expect(store.get("a", as: String.self), is: nil)
            try await expect(store.listPopAll("a", as: String.self), is: [])
        },
        afterExpiry("mget and getMany") { store in
            try await expect(store.mget(["a", "live"]), is: [nil, 1])
            try await expect(store.getMany(["a", "live"], as: Int.self), is: ["live": 1])
        },
        afterExpiry("exists") { try await expect($0.exists("a"), is: false) },
        afterExpiry("delete") { try await expect($0.delete("a"), is: false) },
        afterExpiry("deleteAll") { try await expect($0.deleteAll(prefix: "a"), is: 0) },
        afterExpiry("keys") { store in
            try await expect(store.keys(), areKeys: ["live"])
            try await expect(store.keys(prefix: "a"), areKeys: [])
            try await expect(store.keys(prefix: "", after: nil, limit: 1), areKeys: ["live"])
        },
        afterExpiry("count") { store in
            try await expect(store.count(), is: 1)
            try await expect(store.count(prefix: "a"), is: 0)
        },
        afterExpiry("expire and persist, which do not revive it") { store in
            try await expect(store.expire("a", ttl: .seconds(5)), is: false)
            try await expect(store.persist("a"), is: false)
        },
        afterExpiry("listPopAll") { try await expect($0.listPopAll("a"), is: []) },
        StoreCheck("an expired entry is absent for compareAndSet with its revision") {
            store, time in
            let revision = try await expireList(in: store, time)
            try await expect(store.compareAndSet("a", to: 1, expecting: revision), is: nil)
            try await expect(store.exists("a"), is: false)
        },
        afterExpiry("a transaction") { store in
            let isThere = try await store.transaction { tx in
                let found = try tx.keys(prefix: "a")
                return try tx.exists("a") || tx.delete("a") || tx.persist("a") || !found.isEmpty
            }
            try expect(isThere, is: false)
        },
        afterExpiry("a transaction that writes and fails, which does not revive it") { store in
            try? await store.transaction { tx in
                try tx.set("a", to: 1)
                throw CancellationError()
            }
        },
        afterExpiry("a purge of none") { try await expect($0.purgeExpired(limit: 0), is: 0) },
    ]

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
            try await expect(store.listAppend("a", items: [7]), is: [7])
        },
        renewing("listAppendUnique, whatever ids were there", [["id": 1]]) { store in
            let items = try await store.listAppendUnique("a", items: [["id": 1]])
            try expect(items, is: [["id": 1]])
        },
        renewing("mset", "x") { try await $0.mset(["a": "x", "b": "y"]) },
    ]

    private static func afterExpiry(
        _ call: String,
        _ body: @escaping @Sendable (any KeyValueStore) async throws -> Void
    ) -> StoreCheck {
        StoreCheck("an expired entry is absent for \(call)") { store, time in
            try await expireList(in: store, time)
            try await body(store)
            try await expect(store.exists("a"), is: false, "exists afterwards")
            try await expect(store.count(), is: 1, "count afterwards")
        }
    }

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

    /// Leaves a list at "a" that has expired and a live value at "live"; returns the list's revision.
    @discardableResult
    private static func expireList(
        in store: any KeyValueStore,
        _ time: TrialTime
    ) async throws -> Revision? {
        try await store.set("live", to: 1)
        try await store.listAppendUnique("a", items: [["id": 1], ["id": 2]], ttl: .seconds(5))
        let revision = try await store.entry("a", as: JSONValue.self)?.revision
        try expect(revision != nil, "the entry is live before it expires")
        time.pass(toEndOf: .seconds(5))
        return revision
    }
}
