import AgentKV

extension StoreCheck {
    static let inboxDuplicates: [StoreCheck] = [
        StoreCheck("a message is not sent twice within the window") { store, time in
            let inbox = store.inbox(
                "i",
                of: Job.self,
                deduplicatingBy: \.id,
                within: .seconds(5)
            )
            try await expect(inbox.send(Job(id: 1)), is: .sent)
            try await expect(inbox.send(Job(id: 1, name: "other")), is: .duplicate)
            try await expect(inbox.send(Job(id: 2)), is: .sent)
            try await expect(inbox.drain(), is: Job.numbered(1...2))
            // Also once it has been received.
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.send(Job(id: 1)), is: .duplicate)
            time.passLastMoment()
            try await expect(inbox.send(Job(id: 1)), is: .sent)
            try await expect(inbox.send(Job(id: 1)), is: .duplicate)
            try await expect(inbox.drain(), is: [Job(id: 1)])
        },
        StoreCheck("messages that are sent together count as sent one by one") { store, _ in
            let inbox = store.inbox(
                "i",
                of: Job.self,
                deduplicatingBy: \.id,
                within: .seconds(5)
            )
            try await inbox.send(Job(id: 2))
            try await expect(
                inbox.send(contentsOf: Job.numbered([1, 2, 3, 1])),
                is: [.sent, .duplicate, .sent, .duplicate]
            )
            try await expect(inbox.drain(), is: Job.numbered([2, 1, 3]))
        },
        StoreCheck("an id may be given, and is compared as JSON") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let ids: [JSONValue] = [
                1, "1", 1.5, nil, true, ["a": 1, "b": [2]], "e\u{301}", "\u{E9}",
            ]
            for id in ids { try await expect(inbox.send(0, id: id), is: .sent, "\(id)") }
            try await expect(inbox.send(0, id: 1), is: .duplicate)
            try await expect(inbox.send(0, id: 1.0), is: .duplicate)
            try await expect(inbox.send(0, id: "1"), is: .duplicate)
            try await expect(
                inbox.send(0, id: ["b": [2.0], "a": 1] as JSONValue),
                is: .duplicate
            )
            try await expect(inbox.send(0, id: ["a": 1] as JSONValue), is: .sent)
            try await expect(inbox.send(0), is: .sent)
            try await expect(inbox.send(0), is: .sent)
            try await expect(inbox.count(), is: ids.count + 3)
        },
        StoreCheck("beyond as many ids as are remembered the oldest is forgotten") { store, time in
            let inbox = store.inbox(
                "i",
                of: Int.self,
                options: InboxOptions(maximumRememberedIDs: 2)
            )
            for id in ["a", "b", "c"] {
                try await expect(inbox.send(0, id: id), is: .sent)
                time.pass(.seconds(1))
            }
            for id in ["b", "c"] { try await expect(inbox.send(0, id: id), is: .duplicate, id) }
            for id in ["a", "b"] {
                try await expect(inbox.send(0, id: id), is: .sent, id)
                time.pass(.seconds(1))
            }
            try await expect(inbox.send(0, id: "a"), is: .duplicate)
            let forgetful = store.inbox(
                "i",
                of: Int.self,
                options: InboxOptions(maximumRememberedIDs: 0)
            )
            try await expect(store, refuses: .invalidLimit(0), of: nil) {
                try await forgetful.send(0, id: "d")
            }
            try await expect(forgetful.send(0), is: .sent)
        },
        StoreCheck("ids are remembered for each inbox by itself") { store, _ in
            try await expect(store.inbox("a", of: Int.self).send(0, id: 1), is: .sent)
            try await expect(store.inbox("b", of: Int.self).send(0, id: 1), is: .sent)
            try await expect(store.inbox("a", of: Int.self).send(0, id: 1), is: .duplicate)
        },
        StoreCheck("a message that was refused is not remembered") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await store.set("i", to: "no list")
            try await expect(store, refuses: .notAList, of: "i") { try await inbox.send(0, id: 1) }
            try await store.delete("i")
            try await expect(inbox.send(0, id: 1), is: .sent)
        },
        StoreCheck("of many tasks that send the same message one does") { store, _ in
            let inbox = store.inbox(
                "i",
                of: Job.self,
                deduplicatingBy: \.id,
                within: .seconds(50)
            )
            let results = try await race(6) { task in
                var sent = 0
                for id in 0..<20 {
                    if try await inbox.send(Job(id: (id + task) % 20)) == .sent { sent += 1 }
                    await Task.yield()
                }
                return sent
            }
            try expect(results.reduce(0, +), is: 20)
            try await expect(inbox.drain().map(\.id).sorted(), is: Array(0..<20))
        },
    ]
}
