import AgentKV

extension StoreCheck {
    static let scopes: [StoreCheck] =
        [
            StoreCheck("a scope is the keys that begin with its name and a colon") { store, _ in
                let keys = ["run:4", "run:42", "run:42:", "run:42:a", "run:421", "run:421:a", "a"]
                for (number, key) in keys.enumerated() { try await store.set(key, to: number) }
                let scope = store.scoped(to: "run:42")
                try await expect(scope.get("a", as: Int.self), is: 3)
                try await expect(scope.keys(), areKeys: ["a"])
                try await expect(scope.count(), is: 1)
                try await expect(store.scoped(to: "run:4").keys(), areKeys: [])
                try await expect(store.scoped(to: "run:421").keys(), areKeys: ["a"])
                try await scope.set("b", to: 7)
                try await expect(store.get("run:42:b", as: Int.self), is: 7)
                try await expect(store.count(), is: 8)
            },
            StoreCheck("deleting all of a scope deletes nothing else") { store, _ in
                let others = ["a", "run:42", "run:421", "run:421:a", "run:42:", "run:4:a"]
                for key in others + ["run:42:a", "run:42:b:c"] { try await store.set(key, to: 1) }
                try await expect(store.scoped(to: "run:42").deleteAll(prefix: ""), is: 2)
                try await expect(store.keys(), areKeys: others)
                try await store.delete("run:42:")
                try await expect(store.scoped(to: "run").deleteAll(prefix: "42:"), is: 0)
                try await expect(store.scoped(to: "run:42").deleteAll(prefix: ""), is: 0)
                try await expect(store.scoped(to: "run").deleteAll(prefix: ""), is: 4)
                try await expect(store.keys(), areKeys: ["a"])
            },
            StoreCheck("a name with a colon in it lies within another scope") { store, _ in
                try await store.scoped(to: "a:b").set("c", to: 1)
                try await expect(store.scoped(to: "a").get("b:c", as: Int.self), is: 1)
                let nested = store.scoped(to: "a").scoped(to: "b")
                try await expect(nested.get("c", as: Int.self), is: 1)
                let erased: any KeyValueStore = store.scoped(to: "a")
                try await expect(erased.scoped(to: "b").keys(), areKeys: ["c"])
                try await expect(store.keys(), areKeys: ["a:b:c"])
                // A name that ends with a colon, and one that is a colon.
                try await store.scoped(to: "a:").set("c", to: 2)
                try await store.scoped(to: ":").set("c", to: 3)
                try await expect(store.keys(), areKeys: ["::c", "a::c", "a:b:c"])
            },
            StoreCheck("a scope tells names apart by their bytes") { store, _ in
                try await store.scoped(to: "\u{E9}").set("\u{301}", to: 1)
                try await store.scoped(to: "e\u{301}").set("\u{301}", to: 2)
                try await expect(store.scoped(to: "\u{E9}").keys(), areKeys: ["\u{301}"])
                try await expect(store.scoped(to: "\u{E9}").get("\u{301}", default: 0), is: 1)
                try await expect(store.scoped(to: "e\u{301}").get("\u{301}", default: 0), is: 2)
            },
            StoreCheck("a transaction of a scope is one of the store") { store, _ in
                let scope = store.scoped(to: "a:b")
                try await store.set("a:b:", to: 0)
                let listed = try await scope.transaction { tx in
                    try tx.set("x", to: 1)
                    try tx.listAppend("l", items: [1, 2])
                    try tx.increment("x")
                    return (try tx.keys(), try tx.count(), try tx.keys(after: "l"))
                }
                try expect(listed.0, areKeys: ["l", "x"])
                try expect(listed.1, is: 2)
                try expect(listed.2, areKeys: ["x"])
                try await expect(store.get("a:b:x", as: Int.self), is: 2)
                try await expect(store.listPopAll("a:b:l"), is: [1, 2])
                try await expect(scope.transaction { tx in try tx.deleteAll(prefix: "") }, is: 1)
                try await expect(store.keys(), areKeys: ["a:b:"])
            },
            StoreCheck("an error names the key as the scope has it") { store, _ in
                let scope = store.scoped(to: "run:42")
                try await scope.set("text", to: "no list")
                try await expect(scope, refuses: .notAList, of: "text") {
                    try await scope.listAppend("text", items: [1])
                }
                try await expect(scope, refuses: .typeMismatch, of: "text") {
                    try await scope.increment("text")
                }
                let long = String(repeating: "k", count: scope.limits.keyBytes + 1)
                try await expect(scope, refuses: .invalidKey, of: long) {
                    try await scope.set(long, to: 1)
                }
                try expect(scope.limits.keyBytes, is: store.limits.keyBytes - 7)
                try await scope.set(String(long.dropLast()), to: 1)
            },
        ]
        + refusedNames.map { call in
            StoreCheck("\(call.name) refuses a scope whose name is none") { store, _ in
                let most = store.limits.keyBytes
                let tooLong = [most - 1, most, most + 1].map { String(repeating: "k", count: $0) }
                for name in ["", "\u{0}", "a\u{0}b"] + tooLong {
                    try await expect(store, refuses: .invalidKey, of: name) {
                        try await call.run(store.scoped(to: name))
                    }
                    try await expect(store, refuses: .invalidKey, of: name) {
                        try await call.run(store.scoped(to: name).scoped(to: "b"))
                    }
                }
                try await call.run(store.scoped(to: String(repeating: "k", count: most - 2)))
            }
        }

    private struct ScopeCall: Sendable {
        let name: String
        let run: @Sendable (ScopedStore) async throws -> Void

        init<R>(_ name: String, _ run: @escaping @Sendable (ScopedStore) async throws -> R) {
            self.name = name
            self.run = { _ = try await run($0) }
        }
    }

    private static let refusedNames: [ScopeCall] = [
        ScopeCall("get") { try await $0.get("a") },
        ScopeCall("set") { try await $0.set("a", to: 1) },
        ScopeCall("delete") { try await $0.delete("a") },
        ScopeCall("transaction") { try await $0.transaction { _ in } },
        ScopeCall("keys") { try await $0.keys() },
        ScopeCall("count") { try await $0.count() },
        ScopeCall("deleteAll") { try await $0.deleteAll(prefix: "") },
        ScopeCall("purgeExpired") { try await $0.purgeExpired() },
    ]
}
