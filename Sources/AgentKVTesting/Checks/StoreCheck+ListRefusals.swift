import AgentKV

extension StoreCheck {
    static let listRefusals: [StoreCheck] = [
        StoreCheck(
            "listAppendUnique refuses an item that is no object, and names its index"
        ) { store, _ in
            try await store.set("l", to: [["id": 0]], ttl: .seconds(5))
            for item in [nil, true, 1, "x", [], [["id": 1]]] as [JSONValue] {
                for key in ["l", "new"] {
                    try await expect(store, refuses: .invalidItem(at: 2), of: key) {
                        try await store.listAppendUnique(key, items: [["id": 1], ["id": 2], item])
                    }
                }
            }
        },
        StoreCheck("listAppendUnique refuses an item whose id is missing or null") { store, _ in
            try await store.set("l", to: [["id": 0]], ttl: .seconds(5))
            for item in [[:], ["id": nil], ["ID": 1], ["x": ["id": 1]]] as [JSONValue] {
                try await expect(store, refuses: .invalidItem(at: 1), of: "l") {
                    try await store.listAppendUnique(
                        "l",
                        items: [["id": 1], item],
                        ttl: .seconds(9)
                    )
                }
                try await expect(store, refuses: .invalidItem(at: 0), of: "new") {
                    try await store.listAppendUnique("new", items: [item])
                }
            }
            try await expect(store, refuses: .invalidItem(at: 0), of: "l") {
                try await store.listAppendUnique("l", items: [["id": 1]], idKey: "key")
            }
        },
        StoreCheck("an item that cannot be JSON is refused, and its index named") { store, _ in
            try await store.set("l", to: [["id": 0]], ttl: .seconds(5))
            let item: JSONValue = ["id": 1, "x": [.number(.infinity)]]
            try await expect(store, refuses: .invalidItem(at: 1), of: "l") {
                try await store.listAppend("l", items: [1, item])
            }
            try await expect(store, refuses: .invalidItem(at: 1), of: "l") {
                try await store.listAppendUnique("l", items: [["id": 2], item])
            }
            try await expect(store, refuses: .invalidItem(at: 1), of: "l") {
                try await store.listAppend("l", items: [1.5, .nan] as [Double])
            }
            try await expect(store, refuses: .invalidItem(at: 0), of: "new") {
                try await store.listAppend("new", items: [UInt64.max])
            }
            try await expect(store, refuses: .invalidItem(at: 0), of: "l") {
                try await store.listAppend("l", items: [nested(store.limits.valueDepth)])
            }
            // An item lies one level below its list.
            let deepest = nested(store.limits.valueDepth - 1)
            try await store.listAppend("deep", items: [deepest])
            try await expect(store.get("deep"), is: .array([deepest]))
        },
        StoreCheck("an append to a value that is no list is refused") { store, _ in
            for value in [nil, true, 1, 1.5, "[]", ["id": 1]] as [JSONValue] {
                try await store.set("a", to: value, ttl: .seconds(5))
                try await expect(store, refuses: .notAList, of: "a") {
                    try await store.listAppend("a", items: [1], ttl: .seconds(9))
                }
                try await expect(store, refuses: .notAList, of: "a") {
                    try await store.listAppendUnique("a", items: [["id": 1]])
                }
                try await expect(store, refuses: .notAList, of: "a") {
                    try await store.listAppend("a", items: [])
                }
            }
            try await store.set("a", to: Sample())
            try await expect(store, refuses: .notAList, of: "a") {
                try await store.listAppend("a", items: [1])
            }
            try await expect(store.get("a", as: Sample.self), is: Sample())
        },
        StoreCheck("a value that is no list is not taken, and stays") { store, _ in
            for value in [nil, true, 1, 1.5, "[]", ["id": 1]] as [JSONValue] {
                try await store.set("a", to: value, ttl: .seconds(5))
                try await expectNoChange(in: store) {
                    try await expect(store.listPopAll("a"), is: [])
                    try await expect(store.listPopAll("a", as: Int.self), is: [])
                }
            }
            try await store.set("a", to: Sample())
            try await expectNoChange(in: store) {
                try await expect(store.listPopAll("a"), is: [])
            }
        },
    ]
}
