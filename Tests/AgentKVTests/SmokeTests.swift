import AgentKV
import AgentKVTesting
import Testing

@Test func `a value that was set is there until its lifetime ends`() async throws {
    let clock = ManualClock()
    let store = TransientStore(clock: clock)
    try await store.set("a", to: 1, ttl: .seconds(5))
    try await store.set("b", to: "text")
    try await store.set("n", to: nil)
    try await store.set("o", to: ["x": 1, "y": "z"])
    try await store.mset(["p": 1, "q": "x"])
    try await store.mset(["p": 1, "q": 2], ttl: .seconds(1))
    #expect(try await store.get("a", as: Int.self) == 1)
    #expect(try await store.get("a") == 1)
    #expect(try await store.get("a", default: 0) == 1)
    #expect(try await store.get("n") == .null)
    #expect(try await store.get("o") == ["x": 1, "y": "z"])
    #expect(try await store.get("a", as: Double.self) == 1.0)
    clock.advance(by: .seconds(5))
    #expect(try await store.get("a") == nil)
    #expect(await !store.exists("a"))
    #expect(await store.count() == 3)
    #expect(try await store.keys() == ["b", "n", "o"])
    try await store.listAppendUnique("l", items: [["id": 1], ["id": 1, "x": "a"], ["id": 2]])
    try await store.listAppend("l", items: [1, "x", nil])
    #expect(try await store.listPopAll("l").count == 5)
    #expect(try await store.listPopAll("l") == [])
    let total = try await store.transaction { tx in
        try tx.set("t", to: 1)
        try tx.increment("t", by: 4)
        return try tx.get("t", default: 0)
    }
    #expect(total == 5)
    await #expect(throws: StoreError.self) {
        try await store.transaction { tx in
            try tx.set("t", to: 100)
            try tx.delete("b")
            try tx.increment("b2")
            try tx.set("", to: 1)
        }
    }
    #expect(try await store.get("t", as: Int.self) == 5)
    #expect(try await store.get("b", as: String.self) == "text")
    #expect(await !store.exists("b2"))
    let any: any KeyValueStore = store
    #expect(try await any.update("t", as: Int.self) { $0 = ($0 ?? 0) + 1; return $0 } == 6)
    #expect(try await any.count() == 4)
}
