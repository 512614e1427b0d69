import AgentKV

extension StoreCheck {
    static let attempts = lastAttempts + deadLetters

    private static let lastAttempts: [StoreCheck] = [
        StoreCheck("after the last attempt a message goes to the dead letters") { store, time in
            let options = InboxOptions(maximumAttempts: 3)
            let inbox = store.inbox("i", of: Job.self, options: options)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            for attempt in 1...3 {
                let deliveries = try await inbox.reserve(lease: .seconds(5))
                try expect(deliveries.map(\.message), is: [Job(id: 1)])
                try expect(deliveries.map(\.attempt), is: [attempt])
                if attempt == 2 {
                    try await deliveries[0].release()
                } else {
                    time.pass(toEndOf: .seconds(5))
                }
            }
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.message), is: [Job(id: 2)])
            try await expect(inbox.deadLetters.drain(), is: [Job(id: 1)])
            try await expect(store.exists("i:dead-letters"), is: false)
        },
        StoreCheck("releasing a message at its last attempt makes it a dead letter") { store, _ in
            let inbox = store.inbox(
                "i",
                of: Int.self,
                options: InboxOptions(maximumAttempts: 1, deadLetters: "graveyard")
            )
            try await inbox.send(contentsOf: 1...3)
            let deliveries = try await inbox.reserve(max: 3, lease: .seconds(5))
            for delivery in deliveries.reversed() { try await delivery.release() }
            try await expect(inbox.count(), is: 0)
            try await expect(store.get("graveyard"), is: [3, 2, 1])
            try expect(inbox.deadLetters.key, is: "graveyard")
            try await expect(inbox.deadLetters.receive(), is: 3)
        },
        StoreCheck("dead letters keep their order when leases end together") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
            try await inbox.send(contentsOf: 1...30)
            _ = try await inbox.reserve(max: 20, lease: .seconds(5))
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 10)
            try await expect(inbox.deadLetters.drain(), is: Array(1...20))
        },
        StoreCheck("dead letters can be lent, and sent again") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
            try await inbox.send(1)
            try await inbox.reserve(lease: .seconds(5)).first?.release()
            for _ in 0..<3 {
                _ = try await inbox.deadLetters.reserve(lease: .seconds(5))
                time.pass(.seconds(6))
            }
            let letter = try await inbox.deadLetters.reserve(lease: .seconds(5)).first
            try expect(letter?.attempt, is: 4)
            if let letter {
                try await inbox.send(letter.message)
                try await letter.acknowledge()
            }
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.attempt), is: [1])
        },
        StoreCheck("an inbox may be its own place for dead letters") { store, _ in
            let options = InboxOptions(maximumAttempts: 1, deadLetters: "i")
            let inbox = store.inbox("i", of: Int.self, options: options)
            try await inbox.send(contentsOf: 1...2)
            try await inbox.reserve(lease: .seconds(5)).first?.release()
            try await expect(inbox.drain(), is: [2, 1])
        },
    ]
}
