import AgentKV

private struct Halt: Error, Equatable {
    let number: Int
}

extension StoreCheck {
    /// One check for each kind of write: a transaction that throws takes it back.
    static let rollback: [StoreCheck] = [
        rollingBack("nothing") { _ in },
        rollingBack("set of a new key") { try $0.set("new", to: 1) },
        rollingBack("set of a key that is there") { try $0.set("timed", to: "x") },
        rollingBack("setIfAbsent") { try $0.setIfAbsent("new", to: 1, ttl: .seconds(1)) },
        rollingBack("compareAndSet") { tx in
            let revision = try tx.entry("timed", as: Int.self)?.revision
            try tx.compareAndSet("timed", to: 2, expecting: revision)
        },
        rollingBack("delete") { try $0.delete("timed") },
        rollingBack("delete and set of one key") { tx in
            try tx.delete("timed")
            try tx.set("timed", to: 5)
        },
        rollingBack("set and delete of a new key") { tx in
            try tx.set("new", to: 1)
            try tx.delete("new")
        },
        rollingBack("deleteAll") { _ = try $0.deleteAll(prefix: "") },
        rollingBack("expire") { tx in
            try tx.expire("timed", ttl: .seconds(50))
            try tx.expire("endless", ttl: .seconds(1))
        },
        rollingBack("persist") { try $0.persist("timed") },
        rollingBack("increment") { tx in
            try tx.increment("timed", by: 10)
            try tx.increment("new", ttlIfNew: .seconds(1))
        },
        rollingBack("update") { try $0.update("timed", as: Int.self) { $0 = nil } },
        rollingBack("listAppend to a list") { tx in
            try tx.listAppend("list", items: [1, 2, 3], ttl: .seconds(50))
            try tx.listAppend("list", items: [4])
        },
        rollingBack("listAppend to a typed array") { try $0.listAppend("typed", items: [3]) },
        rollingBack("listAppend that makes a list") { tx in
            try tx.listAppend("new", items: [1])
            try tx.listAppend("new", items: [2])
        },
        rollingBack("listAppendUnique") { try $0.listAppendUnique("list", items: [["id": 9]]) },
        rollingBack("listPopAll") { tx in
            _ = try tx.listPopAll("list")
            _ = try tx.listPopAll("typed", as: Int.self)
        },
        rollingBack("append, pop and append to one list") { tx in
            try tx.listAppend("list", items: [1])
            _ = try tx.listPopAll("list")
            try tx.listAppendUnique("list", items: [["id": 9]])
            try tx.expire("list", ttl: .seconds(1))
            try tx.listAppend("list", items: [2])
        },
        rollingBack("append to a list and set of another value") { tx in
            try tx.listAppend("list", items: [1])
            try tx.set("list", to: "text")
            try tx.set("list", to: [5])
            try tx.listAppend("list", items: [6])
        },
    ]

    private static func rollingBack(
        _ write: String,
        _ body: @escaping @Sendable (inout StoreTransaction) throws -> Void
    ) -> StoreCheck {
        StoreCheck("a transaction that throws takes back: \(write)") { store, time in
            try await store.set("endless", to: ["x": 1])
            try await store.set("timed", to: 1, ttl: .seconds(5))
            try await store.listAppendUnique("list", items: [["id": 1]], ttl: .seconds(5))
            try await store.set("typed", to: [1, 2] as [Int], ttl: .seconds(5))
            try await expectNoChange(in: store) {
                do {
                    try await store.transaction { tx in
                        try body(&tx)
                        throw Halt(number: 5)
                    }
                    try expect(false, "the error of the body is passed on")
                } catch let error as Halt {
                    try expect(error, is: Halt(number: 5))
                }
            }
            try await goesOn(store, time)
        }
    }

    /// Uses the store after a rollback: what lies behind what is visible must be right as well.
    private static func goesOn(_ store: any KeyValueStore, _ time: TrialTime) async throws {
        try await expect(store.increment("timed"), is: 2)
        try await expect(
            store.listAppendUnique("list", items: [["id": 1], ["id": 9]]),
            is: [["id": 1], ["id": 9]]
        )
        try await expect(store.listAppend("typed", items: [3]), is: 3)
        try await store.set("later", to: 1)
        try await expect(store.keys(), areKeys: ["endless", "later", "list", "timed", "typed"])
        time.pass(toEndOf: .seconds(5))
        try await expect(store.keys(), areKeys: ["endless", "later"])
        time.pass(.seconds(100))
        try await store.purgeExpired()
        try await expect(store.count(), is: 2)
    }
}
