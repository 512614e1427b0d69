import AgentKV

extension StoreCheck {
    static let uniqueItems: [StoreCheck] = [
        StoreCheck(
            "listAppendUnique drops items whose id is in the list: the first stays"
        ) { store, _ in
            let first: [JSONValue] = [["id": 1, "x": "a"], ["id": 2, "x": "b"]]
            try await expect(store.listAppendUnique("l", items: first), is: first)
            let later: [JSONValue] = [["id": 3], ["id": 1, "x": "c"], ["id": 0]]
            let expected = first + [["id": 3], ["id": 0]]
            try await expect(store.listAppendUnique("l", items: later), is: expected)
            try await expect(store.get("l"), is: .array(expected))
        },
        StoreCheck(
            "listAppendUnique drops items whose id comes earlier in the same call"
        ) { store, _ in
            let items: [JSONValue] = [["id": 1, "x": 1], ["id": 2], ["id": 1, "x": 2], ["id": 2]]
            try await expect(
                store.listAppendUnique("l", items: items),
                is: [["id": 1, "x": 1], ["id": 2]]
            )
        },
        StoreCheck("ids are equal as JSON values") { store, _ in
            let ids: [JSONValue] = [
                1, "1", true, [1], ["a": 1, "b": 2], 9_007_199_254_740_993, 0.5, "e\u{301}",
            ]
            let items = ids.map { ["id": $0] as JSONValue }
            try await expect(store.listAppendUnique("l", items: items), is: items)
            let equal: [JSONValue] = [
                1.0, "1", true, [1.0], ["b": 2, "a": 1], 9_007_199_254_740_993, 0.5, "e\u{301}",
            ]
            try await expect(
                store.listAppendUnique("l", items: equal.map { ["id": $0] }),
                is: items
            )
            let others: [JSONValue] = [
                false, [1, 1], ["a": 1], 9_007_199_254_740_992.0, "\u{E9}", "TRUE", "",
            ]
            let added = others.map { ["id": $0] as JSONValue }
            try await expect(store.listAppendUnique("l", items: added), is: items + added)
        },
        StoreCheck("the member that holds the id can be named") { store, _ in
            let items: [JSONValue] = [["key": 1, "id": 1], ["key": 2, "id": 1]]
            try await expect(store.listAppendUnique("l", items: items, idKey: "key"), is: items)
            try await expect(
                store.listAppendUnique("l", items: [["key": 2, "id": 9]], idKey: "key"),
                is: items
            )
            try await expect(
                store.listAppendUnique("l", items: [["id": 1, "x": 1], ["id": 3]], idKey: "id"),
                is: items + [["id": 3]]
            )
            // `e` and an accent, and `é`: two members.
            try await store.listAppendUnique("m", items: [["e\u{301}": 1]], idKey: "e\u{301}")
            try await expect(store, refuses: .invalidItem(at: 0), of: "m") {
                try await store.listAppendUnique("m", items: [["\u{E9}": 2]], idKey: "e\u{301}")
            }
        },
        StoreCheck("items in the list that have no id match nothing") { store, _ in
            let odd: [JSONValue] = [nil, 1, "x", [1], [:], ["id": nil], ["x": 1]]
            try await store.listAppend("l", items: odd)
            try await expect(
                store.listAppendUnique("l", items: [["id": 1], ["id": "x"]]),
                is: odd + [["id": 1], ["id": "x"]]
            )
        },
        StoreCheck("both appends may be mixed: each sees the items of the other") { store, _ in
            try await store.listAppendUnique("l", items: [["id": 1]])
            try await store.listAppend("l", items: [["id": 2], ["id": 1]])
            try await expect(
                store.listAppendUnique("l", items: [["id": 2], ["id": 1], ["id": 3]]),
                is: [["id": 1], ["id": 2], ["id": 1], ["id": 3]]
            )
        },
        StoreCheck("a list that was taken or deleted leaves no ids behind") { store, _ in
            try await store.listAppendUnique("l", items: [["id": 1]])
            _ = try await store.listPopAll("l")
            try await expect(store.listAppendUnique("l", items: [["id": 1]]), is: [["id": 1]])
            try await store.delete("l")
            try await expect(store.listAppendUnique("l", items: [["id": 1]]), is: [["id": 1]])
            try await store.set("l", to: [["id": 2]])
            try await expect(
                store.listAppendUnique("l", items: [["id": 1]]),
                is: [["id": 2], ["id": 1]]
            )
        },
        StoreCheck("of many that race to append an id, one does") { store, _ in
            try await race(8) { task in
                for id in 0..<25 {
                    let item: JSONValue = ["id": .integer(Int64(id)), "by": .integer(Int64(task))]
                    try await store.listAppendUnique("l", items: [item])
                    if id.isMultiple(of: 5) { await Task.yield() }
                }
            }
            let ids = try await store.listPopAll("l").compactMap { $0["id"] }
            try expect(ids, is: (0..<25).map { .integer(Int64($0)) })
        },
    ]
}
