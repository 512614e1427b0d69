import AgentKV

extension StoreCheck {
    /// What happens to a key while it is loaded; the load itself does it here.
    static let loadsAndWrites: [StoreCheck] = [
        StoreCheck("what was set while it was loaded stays") { store, _ in
            let value = try await store.value(for: "a") {
                try await store.set("a", to: 5)
                return 1
            }
            try expect(value, is: 1)
            try await expect(store.get("a", as: Int.self), is: 5)
        },
        StoreCheck("what was set and deleted while it was loaded stays deleted") { store, _ in
            let removals: [@Sendable () async throws -> Void] = [
                { _ = try await store.delete("a") },
                { _ = try await store.deleteAll(prefix: "") },
                { _ = try await store.transaction { tx in try tx.delete("a") } },
                { _ = try await store.listPopAll("a") },
            ]
            for remove in removals {
                let value = try await store.value(for: "a") {
                    try await store.set("a", to: [5])
                    try await remove()
                    return [1]
                }
                try expect(value, is: [1])
                try await expect(store.exists("a"), is: false)
            }
        },
        StoreCheck("a write that is taken back, or of another key, does not count") { store, _ in
            struct Failure: Error {}
            let value = try await store.value(for: "a") {
                try await store.set("b", to: 5)
                try? await store.transaction { tx in
                    try tx.set("a", to: 5)
                    throw Failure()
                }
                return 1
            }
            try expect(value, is: 1)
            try await expect(store.get("a", as: Int.self), is: 1)
        },
        StoreCheck("a value whose lifetime has ended is freed and loaded") { store, time in
            try await store.set("a", to: 5, ttl: .seconds(5))
            time.pass(toEndOf: .seconds(5))
            let value = try await store.value(for: "a") {
                try await store.purgeExpired()
                return 1
            }
            try expect(value, is: 1)
            try await expect(store.get("a", as: Int.self), is: 1)
        },
        StoreCheck("a load overwrites nothing that is set by others") { store, _ in
            let loads = Tally()
            try await race(4) { task in
                for number in 1...50 {
                    if task == 0 {
                        try await store.set("a", to: -number)
                        await Task.yield()
                        try await expect(store.get("a", as: Int.self), is: -number)
                        try await store.delete("a")
                    } else {
                        _ = try await store.value(for: "a") {
                            await Task.yield()
                            return loads.raise()
                        }
                    }
                    await Task.yield()
                }
            }
        },
    ]
}
