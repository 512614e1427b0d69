import AgentKV

private struct Message: Codable, Hashable, Sendable {
    var id: Int
    var text = "hello"
}

extension StoreCheck {
    static let typedLists: [StoreCheck] = [
        StoreCheck("typed items are appended as their JSON and taken in their type") { store, _ in
            try await store.listAppend("l", items: [Message(id: 1)])
            try await store.listAppend("l", items: [Message(id: 2)], ttl: .seconds(5))
            try await expect(store.get("l")?[1]?["id"], is: 2)
            try await expect(
                store.listPopAll("l", as: Message.self),
                is: [Message(id: 1), Message(id: 2)]
            )
            try await expect(store.exists("l"), is: false)
        },
        StoreCheck("typed items are appended once for each id") { store, _ in
            let items = [Message(id: 1, text: "a"), Message(id: 2), Message(id: 1, text: "b")]
            try await store.listAppendUnique("l", items: items)
            try await store.listAppendUnique("l", items: [Message(id: 2), Message(id: 3)])
            try await expect(store.listPopAll("l", as: Message.self).map(\.id), is: [1, 2, 3])
            try await store.listAppendUnique("l", items: items, idKey: "text", ttl: .seconds(5))
            try await expect(store.listPopAll("l", as: Message.self).map(\.id), is: [1, 2, 1])
        },
        StoreCheck("typed items without an id are refused where they must have one") { store, _ in
            try await expect(store, refuses: .invalidItem(at: 0), of: "l") {
                try await store.listAppendUnique("l", items: ["text"] as [String])
            }
            try await expect(store, refuses: .invalidItem(at: 0), of: "l") {
                try await store.listAppendUnique("l", items: [Message(id: 1)], idKey: "key")
            }
        },
        StoreCheck("a typed array that was set is a list") { store, _ in
            try await store.set("l", to: [1, 2] as [Int], ttl: .seconds(5))
            try await expect(store.listAppend("l", items: [3]), is: 3)
            try await expect(store.get("l", as: [Int].self), is: [1, 2, 3])
            let lifetime = try await store.entry("l", as: JSONValue.self)?.remainingLifetime
            try expect(lifetime, is: .seconds(5))
            try await store.set("m", to: [Message(id: 1)])
            try await store.listAppendUnique("m", items: [Message(id: 1), Message(id: 2)])
            try await expect(store.get("m", as: [Message].self)?.map(\.id), is: [1, 2])
            try await store.set("n", to: [Message(id: 1)])
            try await expect(store.listPopAll("n", as: Message.self), is: [Message(id: 1)])
            try await store.set("o", to: Set([1]))
            try await expect(store.listPopAll("o"), is: [1])
        },
        StoreCheck("a JSON array that was set is a list, also an empty one") { store, _ in
            try await store.set("l", to: [["id": 1], 5])
            try await expect(
                store.listAppendUnique("l", items: [["id": 1], ["id": 2]]),
                is: [["id": 1], 5, ["id": 2]]
            )
            try await store.set("m", to: [])
            try await expect(store.listPopAll("m"), is: [])
            try await expect(store.exists("m"), is: false)
            try await store.set("n", to: [])
            try await expect(store.listAppend("n", items: [1]), is: 1)
        },
        StoreCheck("a list reads as any type that its JSON fits") { store, _ in
            try await store.listAppend("l", items: [1, 2])
            try await expect(store.get("l", as: [Int].self), is: [1, 2])
            try await expect(store.get("l", as: [Double].self), is: [1, 2])
            try await expect(store.get("l", default: [Int]()), is: [1, 2])
            try await expect(store.mget(["l"], as: [Int8].self), is: [[1, 2]])
            try await expect(store, refuses: .typeMismatch, of: "l") {
                try await store.get("l", as: [String].self)
            }
        },
    ]
}
