import AgentKV

extension StoreCheck {
    /// Dead letters that have no place: part of ``attempts``.
    static let deadLetters: [StoreCheck] = [
        StoreCheck("dead letters that cannot be put down wait, and hold nobody up") { store, time in
            let options = InboxOptions(maximumAttempts: 1, deadLetters: "graveyard")
            let inbox = store.inbox("i", of: Int.self, options: options)
            try await store.set("graveyard", to: "taken")
            try await inbox.send(contentsOf: 1...4)
            let deliveries = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await deliveries[1].release()
            time.pass(.seconds(6))
            // Neither waiting nor lent, and not lost.
            try await expect(inbox.count(), is: 2)
            try await expect(inbox.peek(), is: 3)
            for delivery in deliveries {
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.acknowledge()
                }
            }
            try await expect(inbox.receive(), is: 3)
            time.pass(.seconds(60))
            let last = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(last.map(\.message), is: [4])
            try await last[0].acknowledge()
            try await expect(inbox.drain(), is: [])
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(store.get("graveyard"), is: "taken")
            try await store.delete("graveyard")
            time.pass(.seconds(2))
            try await expect(inbox.count(), is: 0)
            try await expect(inbox.deadLetters.drain(), is: [1, 2])
            time.pass(.seconds(60))
            try await expect(inbox.count(), is: 0)
            try await expect(store.exists("graveyard"), is: false)
        },
        StoreCheck("what has been lent too often for an inbox is dead to it") { store, time in
            let generous = store.inbox("i", of: Int.self)
            try await generous.send(contentsOf: 1...2)
            _ = try await generous.reserve(lease: .seconds(5))
            time.pass(.seconds(6))
            let strict = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
            try await expect(strict.count(), is: 2)
            try await expect(strict.reserve(max: 2, lease: .seconds(5)).map(\.message), is: [2])
            try await expect(strict.deadLetters.drain(), is: [1])
        },
        StoreCheck("a dead letter has no lifetime, also while it waits for its place") {
            store,
            time in
            let options = InboxOptions(maximumAttempts: 1, deadLetters: "graveyard")
            let inbox = store.inbox("i", of: Int.self, options: options)
            try await store.set("graveyard", to: "taken")
            try await inbox.send(1, ttl: .seconds(20))
            try await inbox.reserve(lease: .seconds(5)).first?.release()
            time.pass(.seconds(30))
            try await expect(inbox.count(), is: 0)
            try await store.delete("graveyard")
            time.pass(.seconds(2))
            try await expect(inbox.deadLetters.drain(), is: [1])
        },
    ]
}
