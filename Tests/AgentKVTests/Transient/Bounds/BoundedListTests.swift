import AgentKVTesting
import Testing

@testable import AgentKV

/// Lists, and arrays that list calls meet, in a store with a bound.
@Suite struct BoundedListTests {
    private func store(_ bounds: StoreBounds) throws -> TransientStore {
        try TransientStore(clock: ManualClock(), sweeps: false, bounds: bounds)
    }

    @Test func `lists that list calls made are never evicted, and count`() async throws {
        let store = try store(.entries(3))
        try await store.listAppend("inbox", items: [1])
        try await store.set("array", to: [1, 2])
        try await store.listAppend("array", items: [3])
        for number in 0..<100 { try await store.set("\(number)", to: number) }
        #expect(try await store.listPopAll("inbox") == [1])
        #expect(try await store.get("array") == [1, 2, 3])
        #expect(await store.count() == 2)
        for list in ["l1", "l2"] { try await store.listAppend(list, items: [1]) }
        await #expect(performing: { try await store.set("x", to: 1) }, throws: isFull("x"))
        await #expect(
            performing: { try await store.listAppend("l3", items: [1]) },
            throws: isFull("l3")
        )
        #expect(store.brokenInvariants() == [])
    }

    @Test func `an array that list calls have added nothing to is evicted like before`()
        async throws
    {
        let store = try store(.entries(2))
        try await store.mset(["a": [1], "b": [2]])
        try await store.transaction { tx in
            try tx.set("c", to: 1)
            for key in ["a", "b"] { try tx.listAppend(key, items: [] as [JSONValue]) }
        }
        #expect(await store.count() == 2)
        #expect(await store.exists("c"))
        #expect(store.brokenInvariants() == [])

        try await store.mset(["a": [1], "b": [2]])
        await #expect(throws: StoreError.self) {
            try await store.transaction { tx in
                try tx.set("c", to: 1)
                for key in ["a", "b"] { try tx.listAppend(key, items: [2]) }
            }
        }
        #expect(await store.count() == 2)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a list call that found no room leaves an array that may be evicted`() async throws {
        let store = try store(.bytes(1_000))
        try await store.set("a", to: [1])
        let large = JSONValue.string(String(repeating: "x", count: 2_000))
        await #expect(throws: StoreError.self) {
            try await store.listAppend("a", items: [large])
        }
        #expect(try await store.get("a", as: [Int].self) == [1])
        // There is room for this where that goes.
        let text = String(repeating: "x", count: 700)
        try await store.listAppend("b", items: [text])
        #expect(await !store.exists("a"))
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a list grows as long as there is room, and is as it was when there is none`()
        async throws
    {
        let store = try store(.bytes(4_000))
        for number in 0..<10 { try await store.set("\(number)", to: number) }
        var length = 0
        await #expect(
            performing: {
                while length < 1_000 {
                    try await store.listAppendUnique(
                        "list",
                        items: [["id": .integer(Int64(length))]]
                    )
                    length += 1
                }
            },
            throws: isFull("list")
        )
        #expect(try await store.get("list", as: [JSONValue].self)?.count == length)
        #expect(length > 10 && length < 100)
        #expect(store.brokenInvariants() == [])
        try await store.transaction { tx in _ = try tx.listAppend("list", items: [] as [JSONValue])
        }
        try await store.delete("list")
        try await store.set("x", to: 1)
        #expect(store.brokenInvariants() == [])
    }
}
