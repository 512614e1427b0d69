import AgentKV

extension StoreCheck {
    /// Lists that others change in place.
    static let editedInboxes: [StoreCheck] = [
        StoreCheck("a message keeps its lifetime when others edit the list") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(Job(id: 1))
            try await inbox.send(contentsOf: Job.numbered(2...3), ttl: .seconds(5))
            try await inbox.send(Job(id: 4))
            try await store.update("i", as: [Job].self) { list in
                list?.removeFirst()
                list?.append(Job(id: 5))
            }
            try await store.update("i", as: [JSONValue].self) { list in
                list?.insert(["id": 6, "name": "job"], at: 0)
            }
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.count(), is: 5)
            time.passLastMoment()
            try await expect(inbox.count(), is: 3)
            try await expect(store.get("i", as: [Job].self), is: Job.numbered([6, 4, 5]))
            try await expect(inbox.drain(), is: Job.numbered([6, 4, 5]))
        },
        StoreCheck("a message keeps its attempts and its id when others edit the list") {
            store,
            _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3))
            let before = try await inbox.reserve(max: 3, lease: .seconds(5))
            for delivery in before { try await delivery.release() }
            try await store.update("i", as: [Job].self) { list in
                list?.removeAll { $0.id == 1 }
                list?.append(Job(id: 4))
            }
            try await store.transaction { tx in
                try tx.update("i", as: [JSONValue].self) { $0?.append(["id": 5, "name": "job"]) }
            }
            let again = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(again.map(\.message), is: Job.numbered(2...5))
            try expect(again.map(\.attempt), is: [2, 2, 1, 1])
            try expect(again.prefix(2).map(\.id), is: before.suffix(2).map(\.id))
        },
        StoreCheck("an item that others put in the place of a message is a new one") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3), ttl: .seconds(5))
            try await inbox.reserve(lease: .seconds(50))[0].release()
            try await store.update("i", as: [Job].self) { $0?[0].name = "changed" }
            time.pass(.seconds(6))
            let left = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(left.map(\.message), is: [Job(id: 1, name: "changed")])
            try expect(left.map(\.attempt), is: [1])
        },
        StoreCheck("a message keeps what is known of it when others read it or append") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2), ttl: .seconds(5))
            try await inbox.reserve(lease: .seconds(50))[0].release()
            _ = try await store.get("i", as: [[String: JSONValue]].self)
            try await store.listAppend("i", items: [["id": 3, "name": "job"]])
            try await store.listAppendUnique("i", items: Job.numbered(2...4))
            _ = try await store.mget(["i"])
            try await store.update("i", as: [Job].self) { _ in }
            let again = try await inbox.reserve(lease: .seconds(1))[0]
            try expect(again.attempt, is: 2)
            try await again.release()
            time.pass(.seconds(6))
            try await expect(inbox.drain(), is: Job.numbered(3...4))
        },
        StoreCheck("what a transaction did to messages is taken back with it") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3), ttl: .seconds(9))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await lent[0].release()
            let changes: [@Sendable (inout StoreTransaction) throws -> Void] = [
                { _ = try $0.listPopAll("i") },
                { _ = try $0.delete("i") },
                { _ = try $0.deleteAll(prefix: "i") },
                { try $0.set("i", to: Job.numbered(1...1)) },
                { try $0.update("i", as: [Job].self) { _ = $0?.removeFirst() } },
                { _ = try $0.expire("i", ttl: .seconds(1)) },
            ]
            for change in changes {
                try? await store.transaction { tx in
                    try change(&tx)
                    try tx.listAppend("i", items: Job.numbered(1...1))
                    throw CancellationError()
                }
            }
            try await expect(store.get("i", as: [Job].self), is: Job.numbered([1, 3]))
            try await lent[1].extend(lease: .seconds(5))
            time.pass(.seconds(5))
            let again = try await inbox.reserve(max: 9, lease: .seconds(2))
            try expect(again.map(\.message), is: Job.numbered(1...3))
            try expect(again.map(\.attempt), is: [2, 2, 1])
            try expect(again.prefix(2).map(\.id), is: lent.map(\.id))
            time.pass(.seconds(5))
            try await expect(inbox.count(), is: 0)
        },
    ]
}
