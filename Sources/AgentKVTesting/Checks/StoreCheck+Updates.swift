import AgentKV

private struct Halt: Error, Equatable {
    let reason: String
}

extension StoreCheck {
    static let updates: [StoreCheck] = [
        StoreCheck(
            "update changes the value in place and returns what its body returns"
        ) { store, _ in
            try await store.set("a", to: [1, 2] as [Int])
            let count = try await store.update("a", as: [Int].self) { value in
                value?.append(3)
                return value?.count
            }
            try expect(count, is: 3)
            try await expect(store.get("a", as: [Int].self), is: [1, 2, 3])
        },
        StoreCheck("update sees nil where nothing is, and makes what is set") { store, _ in
            let wasNil = try await store.update("a", as: Int.self) { value in
                defer { value = 5 }
                return value == nil
            }
            try expect(wasNil, is: true)
            let entry = try await store.entry("a", as: Int.self)
            try expect(entry?.value, is: 5)
            try expect(entry?.remainingLifetime, is: nil)
        },
        StoreCheck("update to nil deletes, and is nothing where nothing is") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await store.update("a", as: Int.self) { $0 = nil }
            try await expect(store.exists("a"), is: false)
            try await expectNoChange(in: store) {
                try await store.update("a", as: Int.self) { $0 = nil }
            }
        },
        StoreCheck("update tells a stored null from nothing") { store, _ in
            try await store.set("a", to: nil)
            let isNull = try await store.update("a", as: JSONValue.self) { value in
                value == .some(.null)
            }
            try expect(isNull, is: true)
            try await expect(store.exists("a"), is: true)
            try await store.update("a", as: JSONValue.self) { $0 = .some(.null) }
            try await expect(store.get("a"), is: .some(.null))
        },
        StoreCheck("update keeps the deadline") { store, time in
            try await store.set("a", to: 1, ttl: .seconds(5))
            time.pass(.seconds(3))
            try await store.update("a", as: Int.self) { $0 = 2 }
            try await expect(store.entry("a", as: Int.self)?.remainingLifetime, is: .seconds(2))
            time.pass(toEndOf: .seconds(2))
            try await expect(store.exists("a"), is: false)
        },
        StoreCheck(
            "an update whose body throws changes nothing and passes the error on"
        ) { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await expectNoChange(in: store) {
                for key in ["a", "new"] {
                    do {
                        try await store.update(key, as: Int.self) { value in
                            value = 2
                            throw Halt(reason: key)
                        }
                        try expect(false, "the error of the body is passed on")
                    } catch let error as Halt {
                        try expect(error, is: Halt(reason: key))
                    }
                }
            }
        },
        StoreCheck(
            "an update as a type that does not fit is refused before its body runs"
        ) { store, _ in
            try await store.set("a", to: "text", ttl: .seconds(5))
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.update("a", as: Int.self) { _ in
                    throw Halt(reason: "the body ran")
                }
            }
        },
        StoreCheck("updates that race all count") { store, _ in
            try await race(8) { task in
                for number in 0..<25 {
                    try await store.update("a", as: [Int].self) { items in
                        items = (items ?? []) + [task * 100 + number]
                    }
                    if task.isMultiple(of: 2) { await Task.yield() }
                }
            }
            let items = try await store.get("a", default: [Int]())
            let expected = (0..<8).flatMap { task in (0..<25).map { task * 100 + $0 } }
            try expect(items.sorted(), is: expected)
        },
    ]
}
