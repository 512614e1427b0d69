import AgentKV

extension StoreCheck {
    static let inboxLists: [StoreCheck] = [
        StoreCheck("what waits in an inbox is the list at its key") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            let items: JSONValue = [["id": 1, "name": "job"], ["id": 2, "name": "job"]]
            try await expect(store.get("i"), is: items)
            try await expect(store.get("i", as: [Job].self), is: Job.numbered(1...2))
            try await expect(store.mget(["i"]), is: [items])
            try await inbox.send(Job(id: 3))
            try await expect(store.get("i", as: [Job].self), is: Job.numbered(1...3))
        },
        StoreCheck("listPopAll takes what was sent") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            for id in 1...3 { try await inbox.send(Job(id: id)) }
            try await expect(store.listPopAll("i", as: Job.self), is: Job.numbered(1...3))
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await inbox.send(Job(id: 4))
            try await expect(
                store.listPopAll("i"),
                is: [["id": 4, "name": "job"]]
            )
        },
        StoreCheck("an inbox receives what lists append") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await store.listAppendUnique("i", items: Job.numbered(1...2))
            try await inbox.send(Job(id: 3))
            try await store.listAppendUnique("i", items: Job.numbered(2...4))
            try await expect(inbox.count(), is: 4)
            try await expect(inbox.receive(), is: Job(id: 1))
            // Its id has gone with it.
            try await store.listAppendUnique("i", items: Job.numbered(1...4))
            try await expect(inbox.drain(), is: Job.numbered([2, 3, 4, 1]))
        },
        StoreCheck("a list that was set as a value is an inbox") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await store.set("i", to: Job.numbered(1...2), ttl: .seconds(5))
            try await inbox.send(Job(id: 3))
            try await expect(inbox.receive(), is: Job(id: 1))
            try await expect(
                store.entry("i", as: [Job].self)?.remainingLifetime,
                is: .seconds(5)
            )
            try await expect(inbox.drain(), is: Job.numbered(2...3))
        },
        StoreCheck("a message is read as whatever its JSON fits") { store, _ in
            try await store.inbox("i", of: Job.self).send(contentsOf: Job.numbered(1...3))
            let inbox = store.inbox("i", of: [String: JSONValue].self)
            try await expect(inbox.receive(), is: ["id": 1, "name": "job"])
            let jsons = store.inbox("i", of: JSONValue.self)
            try await expect(jsons.receive(), is: ["id": 2, "name": "job"])
            try await jsons.send(["id": 9, "name": "x", "more": nil])
            try await expect(
                store.inbox("i", of: Job.self).drain(),
                is: [Job(id: 3), Job(id: 9, name: "x")]
            )
        },
        StoreCheck("a transaction sees what was sent, and takes it") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            try? await store.transaction { tx in
                _ = try tx.listPopAll("i")
                throw CancellationError()
            }
            let taken = try await store.transaction { tx in
                try tx.listAppend("i", items: [Job(id: 3)])
                return try tx.listPopAll("i", as: Job.self)
            }
            try expect(taken, is: Job.numbered(1...3))
            try await expect(inbox.count(), is: 0)
        },
        StoreCheck("nothing of an inbox but its list can be listed") { store, _ in
            let inbox = store.inbox(
                "i",
                of: Job.self,
                deduplicatingBy: \.id,
                within: .seconds(50),
                options: InboxOptions(ttl: .seconds(50))
            )
            try await inbox.send(contentsOf: Job.numbered(1...5))
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await expect(store.keys(), areKeys: ["i"])
            try await expect(store.keys(prefix: "i", after: "i"), areKeys: [])
            try await expect(store.count(), is: 1)
            try await expect(store.count(prefix: "i"), is: 1)
            try await expect(store.deleteAll(prefix: "i"), is: 1)
            try await expect(store.count(), is: 0)
            // What was remembered went with the key.
            try await expect(inbox.send(Job(id: 1)), is: .sent)
            try await expect(inbox.drain(), is: Job.numbered(1...1))
        },
    ]
}
