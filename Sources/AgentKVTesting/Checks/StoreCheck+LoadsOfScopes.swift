import AgentKV

extension StoreCheck {
    /// What is loaded for a scope that ends meanwhile.
    static let loadsOfScopes: [StoreCheck] = [
        StoreCheck("nothing is left of a scope that ends while it loads") { store, time in
            for end in [ScopeEnd.delete, .expire(after: .seconds(60))] {
                let loads = try await store.withScope("run", onEnd: end) { run in
                    try await run.set("there", to: 0)
                    return [
                        try await HeldLoad(in: run),
                        try await HeldLoad(in: run.scoped(to: "step")),
                        try await HeldLoad(of: "run:b", in: store),
                    ]
                }
                for load in loads { try await expect(load.end(), is: 1) }
                time.pass(.seconds(61))
                try await expect(store.keys(), areKeys: [])
            }
        },
        StoreCheck("who asks after the end of a scope does not get what began to load before it") {
            store,
            _ in
            for end in [ScopeEnd.delete, .expire(after: .seconds(60))] {
                let load = try await store.withScope("run", onEnd: end) {
                    try await HeldLoad(in: $0)
                }
                try await expect(load.end(forNextReturning: 2), is: 2)
                try await expect(store.get("run:a", as: Int.self), is: 2)
                try await store.deleteAll(prefix: "")
            }
        },
        StoreCheck("the end of a scope keeps nobody else from loading") { store, _ in
            for end in [ScopeEnd.delete, .expire(after: .seconds(60))] {
                let keys = ["run", "run:4", "run:421:a", "rum:a"]
                let loads = try await store.withScope("run:42", onEnd: end) { _ in
                    var loads: [HeldLoad] = []
                    for key in keys { loads.append(try await HeldLoad(of: key, in: store)) }
                    return loads
                }
                for load in loads { try await load.end() }
                try await expect(store.keys(), areKeys: keys.sorted())
                try await store.deleteAll(prefix: "")
            }
        },
        StoreCheck("a deletion in a scope counts for loads of the whole store, and only there") {
            store,
            _ in
            let run = store.scoped(to: "run")
            let load = try await HeldLoad(of: "run:a", in: store)
            let other = try await HeldLoad(in: store)
            try await run.transaction { tx in
                try tx.delete("a")
                try tx.deleteAll(prefix: "a")
            }
            try await load.end()
            try await other.end()
            try await expect(store.keys(), areKeys: ["a"])
        },
    ]
}
