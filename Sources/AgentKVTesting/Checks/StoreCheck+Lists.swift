import AgentKV

extension StoreCheck {
    static let lists: [StoreCheck] = [
        StoreCheck("listAppend makes a list, adds to its end and counts it") { store, _ in
            try await expect(store.listAppend("l", items: [1]), is: 1)
            try await expect(store.listAppend("l", items: ["x", 1]), is: 3)
            try await expect(store.listAppend("l", items: ["y"] as [String]), is: 4)
            try await expect(store.get("l"), is: [1, "x", 1, "y"])
            try await expect(store.count(), is: 1)
        },
        StoreCheck("listAppend takes any JSON") { store, _ in
            let items: [JSONValue] = [
                nil, true, 1, 1.5, "x", [], [1, [nil]], [:], ["a": ["b": 1]],
            ]
            try await expect(store.listAppend("l", items: items), is: items.count)
            try await expect(store.listPopAll("l"), is: items)
        },
        StoreCheck(
            "an append of nothing makes no list, and changes none that is there"
        ) { store, _ in
            try await expect(store.listAppend("l", items: []), is: 0)
            try await expect(store.listAppend("l", items: [], ttl: .seconds(5)), is: 0)
            try await expect(store.listAppendUnique("l", items: []), is: [])
            try await expect(store.exists("l"), is: false)
            try await store.listAppend("l", items: [1], ttl: .seconds(5))
            try await expectNoChange(in: store) {
                try await expect(store.listAppend("l", items: []), is: 1)
                try await expect(store.listAppendUnique("l", items: []), is: [1])
            }
        },
        StoreCheck("an append with a lifetime begins the list's anew") { store, time in
            try await store.listAppend("l", items: [1], ttl: .seconds(5))
            try await store.listAppendUnique("u", items: [["id": 1]], ttl: .seconds(5))
            time.pass(.seconds(4))
            try await store.listAppend("l", items: [2], ttl: .seconds(5))
            try await store.listAppendUnique("u", items: [["id": 2]], ttl: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(store.get("l"), is: [1, 2])
            try await expect(store.get("u"), is: [["id": 1], ["id": 2]])
            time.passLastMoment()
            try await expect(store.mget(["l", "u"]), is: [nil, nil])
        },
        StoreCheck(
            "an append with a lifetime begins the list's anew where no item is new"
        ) { store, _ in
            try await store.listAppendUnique("l", items: [["id": 1]], ttl: .seconds(5))
            try await store.listAppendUnique("l", items: [["id": 1]], ttl: .seconds(9))
            try await expect(lifetime(of: "l", in: store), is: .seconds(9))
            try await store.listAppend("l", items: [], ttl: .seconds(8))
            try await expect(lifetime(of: "l", in: store), is: .seconds(8))
        },
        StoreCheck("an append without a lifetime keeps the list's deadline") { store, time in
            try await store.listAppend("l", items: [1], ttl: .seconds(5))
            try await store.listAppend("endless", items: [1])
            time.pass(.seconds(2))
            try await store.listAppend("l", items: [2])
            try await store.listAppendUnique("l", items: [["id": 1]])
            try await store.listAppend("endless", items: [2])
            try await expect(lifetime(of: "l", in: store), is: .seconds(3))
            try await expect(lifetime(of: "endless", in: store), is: nil)
            time.pass(toEndOf: .seconds(3))
            try await expect(store.mget(["l", "endless"]), is: [nil, [1, 2]])
        },
        StoreCheck(
            "an append that adds something is a write, one that does not is none"
        ) { store, _ in
            try await store.listAppendUnique("l", items: [["id": 1]])
            let first = try await store.entry("l", as: JSONValue.self)?.revision
            try await store.listAppendUnique("l", items: [["id": 1]])
            try await expect(store.entry("l", as: JSONValue.self)?.revision, is: first)
            try await store.listAppendUnique("l", items: [["id": 2]])
            let second = try await store.entry("l", as: JSONValue.self)?.revision
            try expect(second != first, "an append that adds something has a new revision")
        },
        StoreCheck("a list that was returned does not change with the stored one") { store, _ in
            let first = try await store.listAppendUnique("l", items: [["id": 1]])
            let read = try await store.get("l")
            let second = try await store.listAppendUnique("l", items: [["id": 2]])
            try await store.listAppend("l", items: [3])
            try expect(first, is: [["id": 1]])
            try expect(read, is: [["id": 1]])
            try expect(second, is: [["id": 1], ["id": 2]])
        },
        StoreCheck("appends that race lose no item and keep the order of each task") { store, _ in
            try await race(8) { task in
                for number in 0..<25 {
                    try await store.listAppend(
                        "l",
                        items: [[.integer(Int64(task)), .integer(Int64(number))]]
                    )
                    if number.isMultiple(of: 5) { await Task.yield() }
                }
            }
            let items = try await store.listPopAll("l", as: [Int].self)
            for task in 0..<8 {
                let numbers = items.filter { $0[0] == task }.map { $0[1] }
                try expect(numbers, is: Array(0..<25), "the items of task \(task)")
            }
        },
    ]

    private static func lifetime(
        of key: String,
        in store: any KeyValueStore
    ) async throws -> Duration? {
        try await store.entry(key, as: JSONValue.self)?.remainingLifetime
    }
}
