import AgentKV

extension StoreCheck {
    /// The lifetime that a message which is lent has of its list.
    static let lentLifetimes: [StoreCheck] = [
        StoreCheck("the last message of a list comes back into the life of the list") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppend("i", items: [Job(id: 1)], ttl: .seconds(60))
            _ = try await inbox.reserve(lease: .seconds(5))
            time.pass(.seconds(6))
            try await expect(store.lifetime(of: inbox), is: .seconds(54), "after its lease")
            try await inbox.reserve(lease: .seconds(5))[0].release()
            try await expect(store.lifetime(of: inbox), is: .seconds(54), "released")
            try await inbox.reserve(lease: .seconds(5))[0].release(after: .seconds(9))
            time.pass(.seconds(10))
            try await expect(store.lifetime(of: inbox), is: .seconds(44), "released for later")
            let delivery = try await inbox.reserve(lease: .seconds(5))[0]
            try await delivery.extend(lease: .seconds(9))
            time.pass(.seconds(10))
            try await expect(store.lifetime(of: inbox), is: .seconds(34), "after a longer lease")
            // It is no lifetime of its own.
            try await store.persist("i")
            time.pass(.seconds(60))
            try await expect(inbox.drain(), is: [Job(id: 1)])
        },
        StoreCheck("messages come back to others in the life of their list") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppend("i", items: Job.numbered(1...3), ttl: .seconds(60))
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await store.listAppend("i", items: [Job(id: 4)], ttl: .seconds(20))
            time.pass(.seconds(6))
            try await expect(store.lifetime(of: inbox), is: .seconds(14))
            try await expect(store.get("i", as: [Job].self), is: Job.numbered(1...4))
            time.pass(.seconds(14))
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("a message whose list ends while it is lent is gone") { store, time in
            for waiting in [2, 1] {
                let inbox = store.inbox("i", of: Job.self)
                try await store.listAppend("i", items: Job.numbered(1...waiting), ttl: .seconds(9))
                _ = try await inbox.reserve(lease: .seconds(20))
                time.pass(toEndOf: .seconds(9))
                try await expect(inbox.count(), is: 0)
                time.pass(.seconds(20))
                try await expect(inbox.drain(), is: [], "\(waiting) in the list")
                try await expect(store.exists("i"), is: false)
            }
        },
        StoreCheck("a message whose list has ended while it is lent is not revived") {
            store,
            time in
            for renew in [
                { _ = try await store.persist("i") },
                { _ = try await store.expire("i", ttl: .seconds(60)) },
            ] as [@Sendable () async throws -> Void] {
                let inbox = store.inbox("i", of: Job.self)
                try await store.listAppend("i", items: Job.numbered(1...2), ttl: .seconds(4))
                _ = try await inbox.reserve(max: 2, lease: .seconds(9))
                time.pass(.seconds(5))
                try await renew()
                time.pass(.seconds(9))
                try await expect(inbox.drain(), is: [])
            }
        },
        StoreCheck("expire holds for messages that are lent, also where nothing waits") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await expect(store.expire("i", ttl: .seconds(9)), is: false)
            time.pass(.seconds(6))
            try await expect(store.lifetime(of: inbox), is: .seconds(3))
            try await expect(inbox.count(), is: 2)
            time.pass(.seconds(3))
            try await expect(inbox.drain(), is: [])
            for delivery in lent {
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.acknowledge()
                }
            }
        },
        StoreCheck("expire of a list holds for those of its messages that are lent") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3))
            _ = try await inbox.reserve(lease: .seconds(20))
            try await expect(store.expire("i", ttl: .seconds(9)), is: true)
            _ = try await store.listPopAll("i")
            time.pass(.seconds(21))
            try await expect(inbox.drain(), is: [])
        },
        StoreCheck("persist holds for messages that are lent, also where nothing waits") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppend("i", items: Job.numbered(1...2), ttl: .seconds(9))
            _ = try await inbox.reserve(max: 2, lease: .seconds(20))
            try await expect(store.persist("i"), is: false)
            time.pass(.seconds(21))
            try await expect(inbox.count(), is: 2)
            try await expect(store.lifetime(of: inbox), is: nil)
        },
        StoreCheck("a message comes back to a newer list with the end that it had") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppend("i", items: [Job(id: 1)], ttl: .seconds(20))
            _ = try await inbox.reserve(lease: .seconds(5))
            try await store.listAppend("i", items: [Job(id: 2)], ttl: .seconds(600))
            time.pass(.seconds(6))
            try await expect(store.lifetime(of: inbox), is: .seconds(594))
            try await expect(store.get("i", as: [Job].self), is: Job.numbered(1...2))
            time.pass(.seconds(14))
            try await expect(inbox.count(), is: 1)
            try await expect(store.get("i", as: [Job].self), is: [Job(id: 2)])
            try await expect(inbox.drain(), is: [Job(id: 2)])
        },
        StoreCheck("a message ends with its list, however long it was to live") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppend("i", items: [Job(id: 1)], ttl: .seconds(9))
            try await inbox.send(Job(id: 2), ttl: .seconds(60))
            try await inbox.send(Job(id: 3), ttl: .seconds(2))
            time.pass(.seconds(2))
            try await expect(inbox.count(), is: 2)
            time.pass(.seconds(7))
            try await expect(inbox.drain(), is: [])
        },
    ]

    /// The end of a scope, and what is lent in it.
    static let lentInScopes: [StoreCheck] = [
        StoreCheck("a message that is lent when its scope is given an end has that end") {
            store,
            time in
            for sent in [1, 2] {
                try await store.withScope("run", onEnd: .expire(after: .seconds(60))) { scope in
                    let inbox = scope.inbox("i", of: Job.self)
                    try await inbox.send(contentsOf: Job.numbered(1...sent))
                    _ = try await inbox.reserve(lease: .seconds(30))
                }
                time.pass(.seconds(31))
                let inbox = store.inbox("run:i", of: Job.self)
                try await expect(inbox.count(), is: sent)
                time.pass(.seconds(29))
                try await expect(inbox.count(), is: 0)
                try await expect(store.keys(prefix: "run:"), areKeys: [])
            }
        },
        StoreCheck("a message that is lent when its scope is deleted is gone") { store, time in
            for sent in [1, 2] {
                let lent = try await store.withScope("run") { scope in
                    let inbox = scope.inbox("i", of: Job.self)
                    try await inbox.send(contentsOf: Job.numbered(1...sent))
                    return try await inbox.reserve(lease: .seconds(30))
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await lent[0].acknowledge()
                }
                time.pass(.seconds(31))
                try await expect(store.inbox("run:i", of: Job.self).count(), is: 0)
                try await expect(store.keys(prefix: "run:"), areKeys: [])
            }
        },
    ]
}

extension KeyValueStore {
    /// The rest of the life of a list, once what is due has been done.
    fileprivate func lifetime(of inbox: Inbox<Job>) async throws -> Duration? {
        _ = try await inbox.count()
        return try await entry(inbox.key, as: JSONValue.self)?.remainingLifetime
    }
}
