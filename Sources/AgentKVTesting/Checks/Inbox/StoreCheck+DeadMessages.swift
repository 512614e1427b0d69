import AgentKV

extension StoreCheck {
    /// What becomes of a message that is dead, or cannot be read.
    static let deadMessages: [StoreCheck] = [
        StoreCheck("a message released for later in its last attempt is dead at once") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 2))
            try await inbox.send(contentsOf: 1...2)
            try await inbox.reserve(lease: .seconds(5))[0].release(after: .seconds(9))
            time.pass(.seconds(10))
            let last = try await inbox.reserve(lease: .seconds(5))[0]
            try expect(last.attempt, is: 2)
            try await last.release(after: .seconds(3_600))
            try await expect(store.get("i:dead-letters"), is: [1])
            try await expect(store, refuses: .notReserved, of: "i") {
                try await last.acknowledge()
            }
            time.pass(.seconds(3_601))
            try await expect(inbox.drain(), is: [2])
            try await expect(inbox.deadLetters.drain(), is: [1])
        },
        StoreCheck("a message that died may be sent again within its window") { store, time in
            let options = InboxOptions(deduplicationWindow: .seconds(60), maximumAttempts: 1)
            let inbox = store.inbox("i", of: Job.self, options: options)
            try await inbox.send(Job(id: 1), id: "a")
            try await inbox.send(Job(id: 2), id: "b")
            try await inbox.send(Job(id: 3), id: "c")
            let lent = try await inbox.reserve(max: 3, lease: .seconds(5))
            try await lent[0].release()
            try await lent[1].acknowledge()
            try await expect(inbox.send(Job(id: 1), id: "a"), is: .sent)
            try await expect(inbox.send(Job(id: 1), id: "a"), is: .duplicate)
            try await expect(inbox.send(Job(id: 2), id: "b"), is: .duplicate)
            try await expect(inbox.send(Job(id: 3), id: "c"), is: .duplicate)
            time.pass(.seconds(6))
            try await expect(inbox.send(Job(id: 3), id: "c"), is: .sent)
            try await expect(inbox.deadLetters.drain(), is: Job.numbered([1, 3]))
        },
        StoreCheck("a dead letter has no lifetime") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
            try await inbox.send(1, ttl: .seconds(20))
            try await store.listAppend("i", items: [2, 3], ttl: .seconds(30))
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await lent[0].release()
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 1)
            try await expect(store.get("i:dead-letters"), is: [1, 2])
            time.pass(.seconds(60))
            let letters = try await store.entry("i:dead-letters", as: [Int].self)
            try expect(letters?.value, is: [1, 2])
            try expect(letters?.remainingLifetime, is: nil)
            try await expect(inbox.deadLetters.drain(), is: [1, 2])
        },
        StoreCheck("a message that cannot be read is dead after its attempts, and holds nobody up")
        {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 2))
            try await store.listAppend("i", items: ["no number", 1])
            for number in 1...6 {
                let lent = try await inbox.reserve(lease: .seconds(1))
                try expect(lent.map(\.message), is: [number], "lent at the first try")
                try await lent[0].acknowledge()
                try await inbox.send(number + 1)
                time.pass(.seconds(2))
            }
            try await expect(store.get("i:dead-letters"), is: ["no number"])
            try await expect(inbox.drain(), is: [7])
        },
        StoreCheck("several messages are lent over one that cannot be read") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await store.listAppend("i", items: [1, "two", 3, nil, 5])
            let lent = try await inbox.reserve(max: 3, lease: .seconds(5))
            try expect(lent.map(\.message), is: [1, 3, 5])
            try expect(lent.map(\.attempt), is: [1, 1, 1])
        },
        StoreCheck(
            "what takes a message over one that cannot be read moves that to the dead letters"
        ) {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(deadLetters: "dead"))
            let poison: JSONValue = ["deep": ["text", 1.5]]
            try await store.listAppend("i", items: [poison, 1])
            try await expect(inbox.receive(), is: 1)
            try await expect(store.get("dead"), is: [poison])
            try await store.listAppend("i", items: [poison, 2])
            for try await message in inbox.messages {
                try expect(message, is: 2)
                break
            }
            try await expect(store.get("dead"), is: [poison, poison])
            try await store.listAppend("i", items: [3, poison, 4, "x"])
            try await expect(inbox.drain(), is: [3, 4])
            try await expect(store.get("dead"), is: [poison, poison, poison, "x"])
            try await expect(store.exists("i"), is: false)
            try await store.listAppend("i", items: [poison])
            try await expect(inbox.receive(timeout: .zero), is: nil)
        },
        StoreCheck("an inbox of dead letters skips what it cannot read, and leaves it") {
            store,
            _ in
            let letters = store.inbox("i", of: Int.self).deadLetters
            try await store.listAppend("i:dead-letters", items: ["x", 1, "y", 2, 3])
            try await expect(letters.receive(timeout: .zero), is: 1)
            try await expect(letters.reserve(lease: .seconds(5)).map(\.message), is: [2])
            try await expect(letters.drain(), is: [3])
            try await expect(store.get("i:dead-letters"), is: ["x", "y"])
        },
        StoreCheck("where the dead letters are no list, what cannot be read is kept aside") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(deadLetters: "dead"))
            try await store.set("dead", to: "taken")
            try await store.listAppend("i", items: ["x", 1])
            try await expect(inbox.receive(timeout: .zero), is: 1)
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(store.get("dead"), is: "taken")
            try await store.delete("dead")
            time.pass(.seconds(2))
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(store.get("dead"), is: ["x"])
        },
    ]
}
