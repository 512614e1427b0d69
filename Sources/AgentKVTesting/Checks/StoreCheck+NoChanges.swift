import AgentKV

extension StoreCheck {
    static let noChanges: [StoreCheck] = [
        StoreCheck("what changes nothing is no change") { store, _ in
            try await store.mset(["a": 1, "t": "text"])
            try await store.listAppendUnique("l", items: [["id": 1]])
            let changes = store.changes()
            try await store.delete("absent")
            try await store.deleteAll(prefix: "absent")
            try await store.expire("a", ttl: .seconds(500))
            try await store.persist("a")
            try await store.setIfAbsent("a", to: 2)
            try await store.compareAndSet("a", to: 2, expecting: nil)
            try await store.listAppendUnique("l", items: [["id": 1]])
            try await store.listAppend("l", items: [JSONValue]())
            try await store.listAppend("absent", items: [JSONValue]())
            _ = try await store.listPopAll("a")
            _ = try await store.listPopAll("absent")
            try await store.update("a", as: Int.self) { _ in }
            _ = try await store.get("a")
            try await store.purgeExpired()
            try await store.transaction { tx in _ = try tx.get("a") }
            let told = try await ToldChanges.soFar(changes, of: store)
            try expect(told.words, is: ["set a 1"], "that an update sets what it found")
        },
        StoreCheck("what failed is no change") { store, _ in
            try await store.mset(["a": 1, "t": "text", "max": Int.max])
            let changes = store.changes()
            try await fails { try await store.set("", to: 1) }
            try await fails { try await store.set("a", to: 1, ttl: .zero) }
            try await fails { try await store.set("a", to: Double.nan) }
            try await fails { try await store.mset(["a": 2, "": 2]) }
            try await fails { try await store.increment("t") }
            try await fails { try await store.increment("max") }
            try await fails { try await store.listAppend("a", items: [1]) }
            try await fails { try await store.listAppendUnique("l", items: [1]) }
            try await fails { try await store.update("a", as: Int.self) { _ in throw Stop() } }
            try await fails {
                try await store.transaction { tx in
                    try tx.set("a", to: 5)
                    try tx.delete("t")
                    try tx.listAppend("l", items: [1])
                    throw Stop()
                }
            }
            try await store.set("end", to: 1)
            try await expect(ToldChanges.soFar(changes, of: store).words, is: ["set end 1"])
        },
        StoreCheck("a lifetime that has ended is told when the entry is freed") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.set("b", to: 1, ttl: .seconds(50))
            let changes = store.changes()
            time.pass(toEndOf: .seconds(5))
            try await store.purgeExpired()
            try await expect(store.delete("a"), is: false)
            try await expect(ToldChanges.soFar(changes, of: store).words, is: ["expired a"])
        },
        StoreCheck("a set over an entry that has expired is told as both") { store, time in
            try await store.mset(["a": 1, "l": [1]], ttl: .seconds(5))
            let changes = store.changes(prefix: "a")
            let lists = store.changes(prefix: "l")
            time.pass(toEndOf: .seconds(5))
            try await store.set("a", to: 2)
            try await store.listAppend("l", items: [2])
            try await expect(
                ToldChanges.soFar(changes, of: store).words,
                is: ["expired a", "set a 2"]
            )
            try await expect(
                ToldChanges.soFar(lists, of: store).words,
                is: ["expired l", "set l [2]"]
            )
        },
    ]

    private struct Stop: Error {}

    private static func fails<R>(_ call: () async throws -> R) async throws {
        do {
            _ = try await call()
        } catch is StoreError {
            return
        } catch is Stop {
            return
        }
        try expect(false, "the call fails")
    }
}
