internal import AgentKV

extension StoreCheck {
    static let statistics: [StoreCheck] = [
        StoreCheck("statistics count the live entries") { store, time in
            try await expect(store.statistics().entries, is: 0)
            try await store.mset(["a": 1, "b": 2], ttl: .seconds(10))
            try await store.set("c", to: 3)
            try await expect(store.statistics().entries, is: 3)
            try await store.delete("c")
            time.pass(toEndOf: .seconds(10))
            try await expect(store.statistics().entries, is: 0)
        }
    ]
}
