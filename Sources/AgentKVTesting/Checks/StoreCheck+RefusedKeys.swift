import AgentKV

extension StoreCheck {
    static let refusedKeys: [StoreCheck] =
        StoreCall.onKeys.map { call in
            StoreCheck(
                "\(call.name) refuses keys that are empty, too long or contain U+0000"
            ) { store, _ in
                try await store.mset(["a": 1, "c": 3], ttl: .seconds(5))
                for key in ["", "\u{0}", "a\u{0}", "a\u{0}b", tooLong(for: store)] {
                    try await expect(store, refuses: .invalidKey, of: key) {
                        try await call.run(store, key)
                    }
                }
            }
        } + [
            StoreCheck("what is no key does not exist") { store, _ in
                try await store.set("a", to: 1)
                for key in ["", "a\u{0}", tooLong(for: store)] {
                    do {
                        try await expect(store.exists(key), is: false)
                    } catch let error as StoreError {
                        try expect(Refusal(error), is: .invalidKey)
                    }
                }
            },
            StoreCheck("a key may be as long as the limit in UTF-8 bytes") { store, _ in
                let limit = store.limits.keyBytes
                let ascii = String(repeating: "k", count: limit)
                let wide = String(repeating: "é", count: limit / 2)
                try await store.set(ascii, to: 1)
                try await store.set(wide, to: 2)
                try await expect(store.get(ascii, as: Int.self), is: 1)
                try await expect(store.get(wide, as: Int.self), is: 2)
                try await expect(store.keys(), areKeys: [ascii, wide])
                try await expect(store, refuses: .invalidKey, of: wide + "éa") {
                    try await store.set(wide + "éa", to: 1)
                }
                try await expect(store.delete(ascii), is: true)
                try await expect(store.delete(wide), is: true)
            },
            StoreCheck("any other text is a key") { store, _ in
                let keys = [
                    " ", "\n", "\u{1}", "/", "%00", "\\0", "'", "\"", "*", "?", "_", "\u{FEFF}",
                ]
                for (number, key) in keys.enumerated() { try await store.set(key, to: number) }
                for (number, key) in keys.enumerated() {
                    try await expect(store.get(key, as: Int.self), is: number)
                }
                try await expect(store.count(), is: keys.count)
            },
            StoreCheck("a negative limit is refused") { store, _ in
                try await store.set("a", to: 1)
                try await expect(store, refuses: .invalidLimit(-1), of: nil) {
                    try await store.keys(limit: -1)
                }
                try await expect(store, refuses: .invalidLimit(.min), of: nil) {
                    try await store.keys(prefix: "a", after: "a", limit: .min)
                }
                try await expect(store, refuses: .invalidLimit(-5), of: nil) {
                    try await store.purgeExpired(limit: -5)
                }
                try await expect(store, refuses: .invalidLimit(-1), of: nil) {
                    try await store.transaction { tx in try tx.keys(limit: -1) }
                }
            },
        ]

    private static func tooLong(for store: any KeyValueStore) -> String {
        String(repeating: "k", count: store.limits.keyBytes + 1)
    }
}
