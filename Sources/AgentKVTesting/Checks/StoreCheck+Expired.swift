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
        StoreCheck(
            "an expired entry is absent for compareAndSet with its revision"
        ) { store, time in
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

    /// Leaves a list at "a" that has expired and a live value at "live"; returns the list's revision.
    @discardableResult
    static func expireList(
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
