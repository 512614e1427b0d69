import AgentKV

extension StoreCheck {
    /// Messages that are lent, and what others do to their list.
    static let lentMessages: [StoreCheck] = lentAndLeft + lentAndTaken + lentAndUnique

    private static let lentAndLeft: [StoreCheck] = leaving.map { way in
        StoreCheck("\(way.name) leaves a message lent, and it comes back") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await way.call(store)
            try await expect(store.exists("i"), is: false)
            try await way.call(store)
            try await lent[0].acknowledge()
            time.pass(.seconds(6))
            let again = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(again.map(\.message), is: [Job(id: 2)])
            try expect(again.map(\.attempt), is: [2])
        }
    }

    private static let lentAndTaken: [StoreCheck] = taking.flatMap { way in
        [(3, "beside others"), (1, "alone")].map { sent, place in
            StoreCheck("\(way.name) takes away a message that is lent \(place)") { store, time in
                let inbox = store.inbox("i", of: Job.self)
                try await inbox.send(contentsOf: Job.numbered(1...sent))
                let lent = try await inbox.reserve(lease: .seconds(5))[0]
                try await way.call(store)
                let isThere = try await store.exists("i")
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await lent.acknowledge()
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await lent.extend(lease: .seconds(5))
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await lent.release()
                }
                time.pass(.seconds(6))
                try await expect(inbox.drain(), is: isThere ? Job.numbered(8...9) : [])
            }
        }
    }

    private static let lentAndUnique: [StoreCheck] = [
        StoreCheck("a message that is lent counts for listAppendUnique, and is not in the list") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppendUnique("i", items: Job.numbered(1...3))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await lent[0].release(after: .seconds(5))
            let list = try await store.listAppendUnique("i", items: Job.numbered([1, 2, 4]))
            try expect(list.compactMap { $0["id"] }, is: [3, 4])
            time.pass(.seconds(6))
            try await expect(inbox.drain(), is: Job.numbered(1...4))
        },
        StoreCheck("a message that is lent counts for listAppendUnique also where nothing waits") {
            store,
            _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(Job(id: 1, name: "first"))
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            try await expect(store.listAppendUnique("i", items: [Job(id: 1)]), is: [])
            try await expect(store.exists("i"), is: false)
            let list = try await store.transaction { tx in
                try tx.listAppendUnique("i", items: Job.numbered(1...2))
            }
            try expect(list.compactMap { $0["id"] }, is: [2])
            try await lent.release()
            try await expect(inbox.drain(), is: [Job(id: 1, name: "first"), Job(id: 2)])
        },
        StoreCheck("the id of a message may be appended again once it is acknowledged") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2), ttl: .seconds(5))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(50))
            try await lent[0].acknowledge()
            var list = try await store.listAppendUnique("i", items: Job.numbered(1...2))
            try expect(list.compactMap { $0["id"] }, is: [1])
            // One that has ended while it was lent is gone.
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 1)
            list = try await store.listAppendUnique("i", items: Job.numbered(1...2))
            try expect(list.compactMap { $0["id"] }, is: [1, 2])
        },
        StoreCheck("a message that is lent is in no list, no key and no count") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await expect(store.get("i"), is: nil)
            try await expect(store.exists("i"), is: false)
            try await expect(store.keys(), areKeys: [])
            try await expect(store.count(), is: 0)
            try await expect(store.listPopAll("i"), is: [])
            try await expect(inbox.count(), is: 0)
        },
    ]
}

private let leaving = [
    NamedCall("listPopAll") { _ = try await $0.listPopAll("i") },
    NamedCall("a typed listPopAll") { _ = try await $0.listPopAll("i", as: Job.self) },
    NamedCall("an update to nothing") { store in
        try await store.update("i", as: [Job].self) { $0 = nil }
    },
    NamedCall("drain") { _ = try await $0.inbox("i", of: Job.self).drain() },
]

private let taking = [
    NamedCall("delete") { try await $0.delete("i") },
    NamedCall("deleteAll") { try await $0.deleteAll(prefix: "i") },
    NamedCall("set") { try await $0.set("i", to: Job.numbered(8...9)) },
    NamedCall("delete in a transaction") { store in
        _ = try await store.transaction { try $0.delete("i") }
    },
    NamedCall("set in a transaction") { store in
        _ = try await store.transaction { try $0.set("i", to: Job.numbered(8...9)) }
    },
]
