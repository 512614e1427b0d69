import AgentKV

extension StoreCheck {
    static let inboxLifetimes: [StoreCheck] = [
        StoreCheck("a message that has expired is not there for anyone") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(Job(id: 1), ttl: .seconds(5))
            try await inbox.send(Job(id: 2))
            try await inbox.send(contentsOf: Job.numbered(3...4), ttl: .seconds(5))
            try await inbox.send(Job(id: 5), ttl: .seconds(50))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.count(), is: 5)
            try await expect(inbox.peek(), is: Job(id: 1))
            time.passLastMoment()
            try await expect(inbox.count(), is: 2)
            try await expect(inbox.peek(), is: Job(id: 2))
            try await expect(inbox.receive(), is: Job(id: 2))
            try await expect(inbox.count(), is: 1)
            try await expect(inbox.drain(), is: [Job(id: 5)])
        },
        StoreCheck("an inbox of expired messages is empty") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(ttl: .seconds(5)))
            for number in 1...3 { try await inbox.send(number) }
            time.pass(toEndOf: .seconds(5))
            try await expect(inbox.count(), is: 0)
            try await expect(inbox.peek(), is: nil)
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(inbox.reserve(lease: .seconds(5)).count, is: 0)
            try await inbox.send(4)
            try await expect(inbox.drain(), is: [4])
            try await expect(store.exists("i"), is: false)
        },
        StoreCheck("an inbox that nobody takes from holds what was sent within a lifetime") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(ttl: .seconds(5)))
            for number in 1...40 {
                try await inbox.send(number)
                time.pass(.seconds(1))
            }
            let waiting = try await store.get("i", default: [Int]())
            try expect(waiting.count <= 7, "\(waiting) is what was sent last")
            try await store.listAppend("i", items: [41])
            try await inbox.send(42)
            try await expect(inbox.drain().suffix(2), is: [41, 42])
        },
        StoreCheck("a lifetime of its own takes the place of that of the inbox") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(ttl: .seconds(5)))
            try await inbox.send(1, ttl: .seconds(50))
            try await inbox.send(2)
            time.pass(.seconds(20))
            try await expect(inbox.drain(), is: [1])
        },
        StoreCheck("messages expire out of order") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            for number in 1...20 {
                try await inbox.send(number, ttl: .seconds(number % 5 + 1))
            }
            for second in 1...4 {
                time.pass(toEndOf: .seconds(1))
                let left = (1...20).filter { $0 % 5 >= second }
                try await expect(inbox.count(), is: left.count)
                try await expect(inbox.peek(), is: left.first)
            }
            try await expect(inbox.drain(), is: [4, 9, 14, 19])
        },
        StoreCheck("a message that is sent again in the same words lives on its own") {
            store,
            time in
            let inbox = store.inbox("i", of: String.self)
            for word in ["a", "b", "c"] { try await inbox.send(word, ttl: .seconds(5)) }
            try await expect(store.listPopAll("i").count, is: 3)
            try await store.listAppend("i", items: ["c", "b", "a", "d"])
            time.pass(.seconds(9))
            try await expect(inbox.drain(), is: ["c", "b", "a", "d"])
        },
        StoreCheck("lists that append and take leave messages their lifetimes") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1, ttl: .seconds(5))
            try await inbox.send(2)
            try await store.listAppend("i", items: [3])
            try await inbox.send(4, ttl: .seconds(5))
            try await store.listAppend("i", items: [5])
            try await expect(inbox.count(), is: 5)
            time.pass(.seconds(9))
            try await expect(inbox.count(), is: 3)
            try await expect(inbox.drain(), is: [2, 3, 5])
        },
        StoreCheck("a message that expires while it is lent does not come back") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1, ttl: .seconds(5))
            try await inbox.send(2)
            try await expect(inbox.reserve(max: 2, lease: .seconds(9)).map(\.message), is: [1, 2])
            time.pass(.seconds(10))
            try await expect(inbox.drain(), is: [2])
            try await inbox.send(3, ttl: .seconds(5))
            let delivery = try await inbox.reserve(lease: .seconds(9)).first
            time.pass(.seconds(6))
            try await expect(store, refuses: .notReserved, of: "i") {
                try await delivery?.release()
            }
            try await expect(inbox.count(), is: 0)
        },
    ]
}
